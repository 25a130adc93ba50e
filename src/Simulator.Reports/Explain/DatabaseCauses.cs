using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>Why requests wait for connections and for their statements.</summary>
internal static class DatabaseCauses
{
    // From here on CPUs, or a demand, are as good as all there is.
    private const double Busy = 0.7;

    /// <summary>How many connections a pool lends, for how long, and how many callers that serves.</summary>
    public static IEnumerable<Cause> PoolWait(Explained explained)
    {
        var isLarge = explained.What.Asked.ShareInAll(TimePart.Query) >= CauseChain.Worth;
        foreach (var pool in PoolsOf(explained))
        {
            var text = $"a pod of {pool.Service} has at most {pool.Max} connections in its pool {pool.Pool}";
            if (Meanwhile.Of(explained) is { } meanwhile && meanwhile.Pool(pool.Service, pool.Pool) is { } levels)
            {
                var lent = meanwhile.Mean(levels.Total) - meanwhile.Mean(levels.Idle);
                text += $"; while the slowest request was there, {Human.Short(lent)} were lent or being opened in all "
                    + $"pods together and {Human.Short(meanwhile.Mean(levels.Waiting))} callers waited for one (over "
                    + $"the whole run {Human.Short(pool.Connections.Mean.Value - pool.Idle.Mean.Value)} and "
                    + $"{Human.Short(pool.Waiting.Mean.Value)})";
            }

            yield return new Cause(text + ".", Remedy.Set(
                $"with pools of {2 * pool.Max} instead of {pool.Max}",
                $"services.{pool.Service}.pools.{pool.Pool}.max", $"{2 * pool.Max}"));
            if (Demand(explained, pool) is { } demand) yield return new Cause(demand);
            if (KeptBesides(explained, pool) is { } besides) yield return new Cause(besides);
            if (!isLarge) yield return new Cause(ServerOf(explained, pool.Database));
        }
    }

    /// <summary>A caller waits for its own connect where the pool is not full.</summary>
    public static IEnumerable<Cause> Connect(Explained explained) => PoolsOf(explained).Select(pool => new Cause(
        $"a caller that finds no idle connection in {pool.Pool} has one opened for it and waits for the login. "
        + ServerOf(explained, pool.Database)));

    /// <summary>What statements take by themselves, and what they meet.</summary>
    public static IEnumerable<Cause> Query(Explained explained)
    {
        if (OwnTime(explained) is { } own) yield return new Cause(Statements(explained, own));
        foreach (var name in PoolsOf(explained).Select(p => p.Database).Distinct())
            yield return new Cause(ServerOf(explained, name), RemedyFor(explained, name));
    }

    private static string Statements(Explained explained, double own)
    {
        var text = $"the statements of {explained.Endpoint} take {Human.Seconds(own)} by themselves (their cpu and time, "
            + "in the mean)";
        var seen = explained.What.Asked[TimePart.Query];
        if (Queue(explained) is { } queue) return $"{text}; {queue}.";
        // A part that the client's patience cut says nothing of what it would have been.
        if (CallCauses.IsCutShort(explained)) return text + ".";
        return own >= Busy * seen
            ? $"{text}: the {Human.Seconds(seen)} in statements are mostly that, and no queue."
            : $"{text}: the rest of the {Human.Seconds(seen)} are {RoundTrips(explained)}waiting there for CPUs, locks "
                + "and others' contention, or a database that was slowed down.";
    }

    private static string RoundTrips(Explained explained)
    {
        var trip = PoolsOf(explained).Select(p => explained.Scenario.Databases[p.Database].Postgres.RoundTrip)
            .DefaultIfEmpty(Duration.Zero).Max();
        return trip > Duration.Zero ? $"round trips of {Human.Exact(trip)} each, and " : "";
    }

    // PgBouncer's part in what is under way, and what its servers can do in that time.
    private static string? Queue(Explained explained)
    {
        foreach (var pool in PoolsOf(explained))
        {
            if (explained.Scenario.Databases[pool.Database].PgBouncer is not { } spec) continue;
            if (Meanwhile.Of(explained) is not { } meanwhile) continue;
            if (meanwhile.Server(pool.Database)?.PgBouncer is not { } pooler) continue;
            var (waiting, active) = (meanwhile.Mean(pooler.Waiting), meanwhile.Mean(pooler.Servers));
            if (waiting < 1) continue;
            var size = spec.Options.DefaultPoolSize * spec.Replicas;
            return $"but of {Human.Short(waiting + active)} under way while the slowest request was there, "
                + $"{Human.Short(waiting)} stood in PgBouncer's queue for one of its servers (default_pool_size "
                + $"{spec.Options.DefaultPoolSize}, {size} in all)";
        }

        return null;
    }

    private static string ServerOf(Explained explained, string name)
    {
        var server = explained.Summary.Databases!.Servers.First(s => s.Name == name);
        var text = $"{name} has {Human.Cpus(explained.Scenario.Databases[name].Cpus)} and max_connections "
            + $"{server.MaxConnections}";
        if (Meanwhile.Of(explained) is { } meanwhile && meanwhile.Server(name) is { } facts)
        {
            text += $"; while the slowest request was there, {Human.Short(meanwhile.Active(facts))} statements were in "
                + $"work on {Human.Short(meanwhile.Mean(facts.Connections))} connections, and "
                + $"{Human.Cpus(meanwhile.Cores(name))} busy";
            if (facts.PgBouncer is { } pooler && meanwhile.Active(facts) > meanwhile.Mean(pooler.Servers) + 1)
                text += $"; PgBouncer had {Human.Short(meanwhile.Mean(pooler.Servers))} of them: the other statements "
                    + "ran on for clients that were gone";
        }

        if (server.Rejected.Value >= 1)
            text += $"; {Human.Short(server.Rejected.Value)} logins a run found no slot (53300)";
        return text + ".";
    }

    // Only what was scarce can help: CPUs, or PgBouncer's servers.
    private static Remedy? RemedyFor(Explained explained, string name)
    {
        var spec = explained.Scenario.Databases[name];
        if (Meanwhile.Of(explained) is not { } meanwhile || meanwhile.Server(name) is not { } facts) return null;
        if (meanwhile.Cores(name) >= Busy * spec.Cpus)
            return Remedy.Set($"with {2 * spec.Cpus} instead of {spec.Cpus} CPUs for {name}", $"databases.{name}.cpus",
                $"{2 * spec.Cpus}");
        if (facts.PgBouncer is not { } pooler || meanwhile.Mean(pooler.Waiting) < 1) return null;
        var size = spec.PgBouncer!.Options.DefaultPoolSize;
        return Remedy.Set($"with a default_pool_size of {2 * size} instead of {size}",
            $"databases.{name}.pgbouncer.default_pool_size", $"{2 * size}");
    }

    // Little: how many are lent is how often one is taken times how long it is kept.
    private static string? Demand(Explained explained, PoolSummary pool)
    {
        var metric = MetricName.Of(pool.Service, "pools", pool.Pool, "wait");
        var wait = explained.Summary.Latencies.FirstOrDefault(l => l.Metric == metric);
        var seconds = (explained.Run.Duration - explained.Run.Warmup).TotalSeconds * explained.Facts.Replications.Length;
        var taken = (wait?.Count ?? 0) / seconds;
        var kept = (pool.Connections.Mean.Value - pool.Idle.Mean.Value) / taken;
        if (taken <= 0 || kept <= 0) return null;
        var most = pool.Max * explained.Scenario.Services[pool.Service].Replicas / kept;
        var wanted = Askers(explained, pool) / seconds;
        if (wanted < Busy * most) return null;
        return $"over the whole run a connection is kept for {Human.Seconds(kept)} (Little's law), so that all of them "
            + $"serve {Human.Three(most)} callers a second; clients send {Human.Three(wanted)} attempts a second"
            + (CallCauses.GivesUp(explained) ? ", and a caller whose client gave up still takes its turn." : ".");
    }

    private static double Askers(Explained explained, PoolSummary pool) => explained.Scenario.Clients
        .Where(c => c.Value.Target.Service == pool.Service
            && Uses(explained.Scenario.Services[pool.Service].Endpoints[c.Value.Target.Endpoint], pool.Pool))
        .Sum(c => explained.Facts.Replications.Sum(r => r.Clients[c.Key].Attempts ?? r.Clients[c.Key].Arrivals));

    private static string? KeptBesides(Explained explained, PoolSummary pool)
    {
        var pauses = explained.Scenario.Services[pool.Service].Endpoints[explained.Endpoint].Steps
            .OfType<TransactionStepSpec>().Where(s => s.Pool == pool.Pool).SelectMany(s => s.Queries)
            .OfType<PauseSpec>().Sum(p => p.Time.ToDistribution().Mean.TotalSeconds);
        return pauses <= 0 ? null
            : $"its transaction keeps the connection for {Human.Seconds(pauses)} of the program's own waiting or "
                + "computing as well.";
    }

    private static double? OwnTime(Explained explained)
    {
        var own = EndpointOf(explained).Steps.OfType<DatabaseStepSpec>().SelectMany(s => s.Parts)
            .OfType<StatementSpec>()
            .Sum(s => (s.Cpu.ToDistribution().Mean + s.Time.ToDistribution().Mean).TotalSeconds
                + (s.Shared?.Alone.ToDistribution().Mean.TotalSeconds ?? 0));
        return own > 0 ? own : null;
    }

    private static bool Uses(EndpointSpec endpoint, string pool) =>
        endpoint.Steps.OfType<DatabaseStepSpec>().Any(s => s.Pool == pool);

    private static EndpointSpec EndpointOf(Explained explained) =>
        explained.Scenario.Services[explained.Service].Endpoints[explained.Endpoint];

    private static IEnumerable<PoolSummary> PoolsOf(Explained explained) => explained.Summary.Databases?.Pools.Where(
        p => p.Service == explained.Service && Uses(EndpointOf(explained), p.Pool)) ?? [];
}
