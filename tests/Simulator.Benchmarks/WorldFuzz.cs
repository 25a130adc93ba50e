using System.Globalization;
using System.Text;
using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Benchmarks;

/// <summary>
/// <c>fuzz-worlds [--count N] [--seed N]</c>: whatever topology, kills, rollouts and brown-outs a world has, every
/// connection that was opened is closed or still there, and every request ends in one outcome.
/// </summary>
public static class WorldFuzz
{
    private static readonly string[] Libraries = ["node-postgres", "hikari", "npgsql", "sqlalchemy", "prisma"];

    private static readonly string[] Handlers = ["none", "exit", "server-then-pool", "pool-first", "drain"];

    private static readonly string[] Commands =
    [
        "npm start", "node server.js", "exec node server.js", "node server.js; true", "[node, server.js]",
        "[npm, start]", "[/bin/sh, -c, node server.js]",
    ];

    /// <summary>0 when all worlds kept their books.</summary>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var count = Number(args, "--count", 10_000);
        var seed = (ulong)Number(args, "--seed", 1);
        var (failed, requests, connections) = (0, 0L, 0L);
        Parallel.For(0, count, n =>
        {
            var (mistake, world) = Try(seed, n);
            Interlocked.Add(ref requests, world.Requests);
            Interlocked.Add(ref connections, world.Connections);
            if (mistake is null) return;
            Interlocked.Increment(ref failed);
            Console.Error.WriteLine($"world {n} of seed {seed}: {mistake}");
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} worlds, {failed} failed, {requests:N0} requests, {connections:N0} connections, seed {seed}"));
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Null, or what was not conserved; and how much there was to conserve.</summary>
    public static (string? Mistake, (long Requests, long Connections) Size) Try(ulong seed, int n)
    {
        var text = TextOf(seed, n);
        try
        {
            var read = ScenarioReader.ReadText(text);
            if (read.Scenario is not { } scenario)
                return ($"refused: {read.Diagnostics[0]}\n{text}", default);
            var world = WorldBuilder.Build(scenario, n);
            world.RunUntil(world.Plan.To, CancellationToken.None);
            var result = world.Finish();
            var postgres = world.Databases!.Postgres("pg");
            return (Broken(result, postgres) is { } broken ? $"{broken}\n{text}" : null,
                (result.Clients.Values.Sum(c => c.Arrivals), postgres.Connections.Opened));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ($"{e}\n{text}", default);
        }
    }

    // The ledgers of pools, PgBouncer and Postgres check themselves at every change, and throw.
    private static string? Broken(ReplicationResult result, Postgres postgres)
    {
        foreach (var (name, client) in result.Clients)
            if (client.Arrivals != client.Outcomes.Values.Sum())
                return $"{name}: {client.Arrivals} calls, outcomes {string.Join(' ', client.Outcomes)}";
        var backends = Enum.GetValues<BackendState>().Sum(postgres.Count);
        if (backends != postgres.Connections.Live)
            return $"{postgres.Connections.Live} connections are open, {backends} backends are there";
        return postgres.Connections.Live > postgres.Options.MaxConnections
            ? $"{postgres.Connections.Live} connections of {postgres.Options.MaxConnections}"
            : null;
    }

    /// <summary>The scenario of a world, as a user would have written it.</summary>
    public static string TextOf(ulong seed, int n) => Text(new RandomStream(seed, n, "world-fuzz"));

    private static string Text(RandomStream random)
    {
        var text = new StringBuilder();
        var nodes = random.NextInt(2) + 1;
        text.AppendLine("apiVersion: sim/v1\nkind: Scenario\nmetadata: {name: fuzz}");
        text.AppendLine("run: {duration: 60s, warmup: 5s, replications: 1}");
        text.AppendLine($"nodes: {{worker: {{cpus: {2 + random.NextInt(3)}, count: {nodes}}}}}");
        text.AppendLine($"databases: {{pg: {{cpus: {1 + random.NextInt(3)}, postgres: "
            + $"{{max_connections: {5 + random.NextInt(40)}}}{Pooler(random)}}}}}");
        text.AppendLine("services:");
        var services = random.NextInt(3) + 1;
        for (var i = 0; i < services; i++) text.Append(Service(random, i));
        text.AppendLine("clients:");
        for (var i = 0; i < services; i++)
        {
            text.AppendLine($"  c{i}: {{target: s{i}/op, arrival: {{process: poisson, rate: {1 + random.NextInt(60)}/s}}"
                + Client(random) + "}");
        }

        text.AppendLine("events:");
        for (var i = random.NextInt(5); i >= 0; i--)
            text.AppendLine($"  e{i}: {{at: {5000 + random.NextInt(50_000)}ms, {Event(random, services, i == 0 ? nodes : 1)}}}");
        return text.ToString();
    }

    private static string Pooler(RandomStream random) => random.NextInt(2) == 0
        ? ""
        : $", pgbouncer: {{pool_mode: {(random.NextInt(3) == 0 ? "session" : "transaction")}, "
            + $"default_pool_size: {1 + random.NextInt(10)}, max_client_conn: {5 + random.NextInt(100)}, "
            + $"query_wait_timeout: {1 + random.NextInt(10)}s, server_login_retry: {1 + random.NextInt(5)}s, "
            + $"replicas: {1 + random.NextInt(2)}}}";

    private static string Service(RandomStream random, int i)
    {
        var text = new StringBuilder($"  s{i}:\n    replicas: {1 + random.NextInt(4)}\n    runtime: {{language: node}}\n");
        if (random.NextInt(2) == 0)
            text.Append($"    resources: {{limits: {{cpu: {100 + random.NextInt(900)}m}}}}\n");
        text.Append($"    command: {Commands[random.NextInt(Commands.Length)]}\n");
        text.Append($"    handler: {Handlers[random.NextInt(Handlers.Length)]}\n");
        var grace = 2 + random.NextInt(15);
        text.Append($"    terminationGracePeriodSeconds: {grace}\n");
        if (random.NextInt(3) == 0) text.Append($"    lifecycle: {{preStop: {{sleep: {{seconds: {1 + random.NextInt(grace - 1)}}}}}}}\n");
        if (random.NextInt(2) == 0) text.Append($"    startup: {{steps: [{{cpu: {random.NextInt(800)}ms}}]}}\n");
        if (random.NextInt(4) == 0) text.Append("    strategy: {type: Recreate}\n");
        foreach (var probe in (string[])["startup", "readiness", "liveness"])
        {
            if (random.NextInt(2) == 0) continue;
            var what = random.NextInt(3) == 0 ? "tcpSocket: {}" : "endpoint: healthz";
            text.Append($"    {probe}Probe: {{{what}, periodSeconds: {1 + random.NextInt(5)}, "
                + $"timeoutSeconds: {1 + random.NextInt(2)}, failureThreshold: {1 + random.NextInt(3)}}}\n");
        }

        text.Append($"    pools: {{pg: {{library: {Libraries[random.NextInt(Libraries.Length)]}}}}}\n");
        text.Append("    endpoints:\n");
        text.Append(random.NextInt(2) == 0
            ? "      healthz: {steps: [{query: pg, time: 1ms}]}\n"
            : "      healthz: {steps: [{cpu: 1ms}]}\n");
        text.Append($"      op: {{steps: [{{cpu: {1 + random.NextInt(20)}ms}}, {Query(random)}]}}\n");
        return text.ToString();
    }

    private static string Query(RandomStream random) => random.NextInt(3) switch
    {
        0 => "{transaction: pg, queries: [{cpu: 1ms}, {wait: 5ms}, {time: {distribution: exponential, mean: 20ms}, lock: row}]}",
        1 => $"{{query: pg, time: {{distribution: exponential, mean: {1 + random.NextInt(300)}ms}}}}",
        _ => "{query: pg, cpu: {distribution: exponential, mean: 2ms}}",
    };

    private static string Client(RandomStream random) => random.NextInt(3) switch
    {
        0 => "",
        1 => ", timeout: 2s",
        _ => ", timeout: 5s, attemptTimeout: 1s, retries: {max: 2, backoff: {base: 50ms, max: 1s}}",
    };

    private static string Event(RandomStream random, int services, int nodes)
    {
        var service = $"s{random.NextInt(services)}";
        return random.NextInt(6) switch
        {
            0 => $"rollout: {{services: [{service}]}}",
            1 => $"scale: {{service: {service}, replicas: {1 + random.NextInt(6)}}}",
            2 => $"killPods: {{service: {service}, count: 1, "
                + $"gracePeriodSeconds: {random.NextInt(5)}}}",
            3 => $"killContainers: {{service: {service}, count: 1}}",
            4 when nodes > 1 => "loseNode: {node: worker, count: 1}",
            _ => $"slowDown: {{database: pg, factor: {2 + random.NextInt(100)}, for: {1 + random.NextInt(10)}s}}",
        };
    }

    private static int Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
