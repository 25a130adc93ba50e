using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>Why requests wait for connections and for their statements.</summary>
internal static class DatabaseCauses
{
    /// <summary>How many connections a pool lends, for how long, and what keeps them.</summary>
    public static IEnumerable<Cause> PoolWait(Explained explained)
    {
        var mean = explained.What.Mean;
        foreach (var pool in PoolsOf(explained))
        {
            var lent = pool.Connections.Mean.Value - pool.Idle.Mean.Value;
            var pods = explained.Scenario.Services[pool.Service].Replicas;
            var text = $"the pool {pool.Pool} of a pod of {pool.Service} has at most {pool.Max} connections "
                + $"({pool.Max * pods} in {pods} {(pods == 1 ? "pod" : "pods")}); on average {Human.Short(lent)} are "
                + $"lent or being opened and {Human.Short(pool.Waiting.Mean.Value)} callers wait "
                + $"(at most {Human.Short(pool.Waiting.Max.Value)})";
            if (HeldFor(explained, pool, lent) is { } held)
                text += $"; a connection is kept for {Human.Seconds(held)} (Little's law), while a request's mean time "
                    + $"in statements is {Human.Seconds(mean[(int)TimePart.Query])}";
            yield return new Cause(text + ".", new Remedy(
                $"with pools of {2 * pool.Max} instead of {pool.Max}",
                $"services.{pool.Service}.pools.{pool.Pool}.max", $"{2 * pool.Max}"));
            var isLarge = explained.What.Asked.ShareOf(TimePart.Query) >= CauseChain.Worth;
            if (!isLarge && mean[(int)TimePart.Query] > 0) yield return new Cause(ServerOf(explained, pool.Database));
        }
    }

    public static IEnumerable<Cause> Connect(Explained explained) => PoolsOf(explained).Select(pool => new Cause(
        $"connections to {pool.Database} are opened by requests themselves: a connect costs a process and its login "
        + $"there. {ServerOf(explained, pool.Database)}"));

    public static IEnumerable<Cause> Query(Explained explained)
    {
        foreach (var name in PoolsOf(explained).Select(p => p.Database).Distinct())
        {
            var cpus = explained.Scenario.Databases[name].Cpus;
            yield return new Cause(ServerOf(explained, name), new Remedy(
                $"with {2 * cpus} instead of {cpus} CPUs for {name}", $"databases.{name}.cpus", $"{2 * cpus}"));
        }
    }

    private static string ServerOf(Explained explained, string name)
    {
        var server = explained.Summary.Databases!.Servers.First(s => s.Name == name);
        var cpu = explained.Summary.Services.FirstOrDefault(s => s.Service == name);
        var cpus = explained.Scenario.Databases[name].Cpus;
        var used = cpu is null ? "" : $", {Human.Short(cpu.UsageCores.Value)} of its {Human.Cpus(cpus)} busy";
        var text = $"{name} has {Human.Short(server.Active.Mean.Value)} statements in work on average (at most "
            + $"{Human.Short(server.Active.Max.Value)}{used}) on {Human.Short(server.Connections.Mean.Value)} "
            + $"connections (at most {Human.Short(server.Connections.Max.Value)} of {server.MaxConnections})";
        if (server.PgBouncer is { } pooler)
            text += $"; in PgBouncer {Human.Short(pooler.Waiting.Mean.Value)} clients wait for a server on average, "
                + $"{Human.Short(pooler.Waiting.Max.Value)} at most, the longest {Human.Seconds(pooler.MaxWait.Value)}";
        if (server.Rejected.Value > 0)
            text += $"; {Human.Short(server.Rejected.Value)} logins a run found no slot (53300)";
        return text + ".";
    }

    // Little: how many are lent is how often one is taken times how long it is kept.
    private static double? HeldFor(Explained explained, PoolSummary pool, double lent)
    {
        var metric = MetricName.Of(pool.Service, "pools", pool.Pool, "wait");
        var wait = explained.Summary.Latencies.FirstOrDefault(l => l.Metric == metric);
        var seconds = (explained.Run.Duration - explained.Run.Warmup).TotalSeconds;
        var rate = (wait?.Count ?? 0) / (seconds * explained.Facts.Replications.Length);
        return rate > 0 ? lent / rate : null;
    }

    private static IEnumerable<PoolSummary> PoolsOf(Explained explained)
    {
        var steps = explained.Scenario.Services[explained.Service].Endpoints[explained.Endpoint].Steps;
        var names = steps.OfType<DatabaseStepSpec>().Select(s => s.Pool).Distinct().ToList();
        return explained.Summary.Databases?.Pools.Where(
            p => p.Service == explained.Service && names.Contains(p.Pool)) ?? [];
    }
}
