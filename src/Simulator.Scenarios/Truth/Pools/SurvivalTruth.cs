using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>How long backends live on when their clients are killed, frozen, or cut off.</summary>
internal static class SurvivalTruth
{
    public const string Killed = "sigkill_backend_survival";

    public const string Partition = "network_partition";

    // Longer than net.ipv4.tcp_retries2 gives up: what is there then, stays.
    private const double HorizonMs = 20_000_000;

    public static List<TruthRow> CompareKilled(JsonElement section, RecordedMachine machine)
    {
        var rows = new PoolRows(Killed);
        foreach (var run in section.List())
        {
            var name = run.Text("case") ?? "?";
            if (name.StartsWith("PgBouncer", StringComparison.Ordinal))
            {
                PoolerKillTruth.Compare(name, run, machine, rows);
                continue;
            }

            if (run.Limit("all_gone_ms") is not { } measured) continue;
            var how = run.Text("signal") == "SIGSTOP" ? ClientLoss.Frozen : ClientLoss.ProcessDied;
            var gone = Replay(machine, new Departure
            {
                Connections = (int)(run.Number("conns") ?? 1),
                Statement = StatementOf(run.Text("state"), machine),
                IsInTransaction = run.Text("state") is "iit"
                    || name.Contains("idle in transaction", StringComparison.Ordinal),
                Settings = SettingsOf(run.Text("options"), new TcpLimits()),
                How = how,
                LeadMs = machine.KillLead.TotalMilliseconds,
                LockFreedMs = JsonFacts.NumberIn(name, @"held ([0-9.]+) s") * 1e3,
            });
            if (measured.AtLeast) rows.AtLeast(name, "all_gone_ms", measured.Value, gone);
            else rows.Time(name, "all_gone_ms", measured.Value, gone, atLeastMs: 100);
        }

        return rows.Rows;
    }

    public static List<TruthRow> ComparePartition(JsonElement section, RecordedMachine machine)
    {
        var rows = new PoolRows(Partition);
        var keepalive = KeepaliveIn(section.Text("keepalive"), @"idle ([0-9.]+) s, interval ([0-9.]+) s, count (\d+)")
            ?? new TcpLimits();
        var standard = new TcpLimits().KeepaliveGivesUp.TotalSeconds;
        rows.Add("defaults", "total_s", section.Number("defaults_total_s"), standard, 0);
        foreach (var run in section.List("rows"))
        {
            var name = run.Text("case") ?? "?";
            if (run.Limit("backend_gone_s") is not { } measured) continue;
            var tcp = KeepaliveIn(name, @"keepalive ([0-9.]+)/([0-9.]+)/(\d+)") ?? keepalive;
            var gone = Replay(machine, new Departure
            {
                Connections = 1,
                Statement = StatementOf(run.Text("query"), machine),
                Settings = SettingsOf(run.Text("options"), tcp),
                How = name.Contains("RST", StringComparison.Ordinal) ? ClientLoss.SocketGone : ClientLoss.HostGone,
            }) / 1e3;
            if (measured.AtLeast) rows.AtLeast(name, "backend_gone_s", measured.Value, gone);
            else rows.Add(name, "backend_gone_s", measured.Value, gone, Math.Max(0.1, 0.1 * measured.Value));
        }

        return rows.Rows;
    }

    /// <summary>Null: idle.</summary>
    private static Statement? StatementOf(string? state, RecordedMachine machine)
    {
        if (state is null or "iit" || state.StartsWith("idle", StringComparison.OrdinalIgnoreCase)) return null;
        if (JsonFacts.SleepIn(state) is { } seconds) return Statement.Sleeping(Duration.FromSeconds(seconds));
        if (state.Contains("advisory", StringComparison.OrdinalIgnoreCase)
            || state.Contains("for update", StringComparison.OrdinalIgnoreCase)) return new Statement { Lock = 42 };
        var rows = JsonFacts.NumberIn(state, @"generate_series\(\s*1\s*,\s*([0-9.e]+)") ?? 1e9;
        var work = Duration.FromNanoseconds(machine.SeriesRow.Nanoseconds * rows);
        return new Statement { Cpu = work, Streams = !state.Contains("count(", StringComparison.OrdinalIgnoreCase) };
    }

    /// <summary><c>-c name=value …</c>, in milliseconds or (keepalives) seconds as Postgres takes them.</summary>
    private static SessionSettings SettingsOf(string? options, TcpLimits tcp)
    {
        double? Read(string name) => JsonFacts.NumberIn(options, $@"{name}\s*=\s*'?([0-9.]+)");
        return new SessionSettings
        {
            ClientConnectionCheckInterval = Bench.Ms(Read("client_connection_check_interval") ?? 0),
            StatementTimeout = Bench.Ms(Read("statement_timeout") ?? 0),
            Tcp = tcp with
            {
                KeepaliveIdle = Duration.FromSeconds(Read("tcp_keepalives_idle") ?? tcp.KeepaliveIdle.TotalSeconds),
                KeepaliveInterval =
                    Duration.FromSeconds(Read("tcp_keepalives_interval") ?? tcp.KeepaliveInterval.TotalSeconds),
                KeepaliveCount = (int)(Read("tcp_keepalives_count") ?? tcp.KeepaliveCount),
                UserTimeout = Bench.Ms(Read("tcp_user_timeout") ?? 0),
            },
        };
    }

    private static TcpLimits? KeepaliveIn(string? text, string pattern)
    {
        var match = System.Text.RegularExpressions.Regex.Match(text ?? "", pattern);
        return !match.Success ? null : new TcpLimits
        {
            KeepaliveIdle = Duration.FromSeconds(JsonFacts.Parse(match.Groups[1].Value)),
            KeepaliveInterval = Duration.FromSeconds(JsonFacts.Parse(match.Groups[2].Value)),
            KeepaliveCount = (int)JsonFacts.Parse(match.Groups[3].Value),
        };
    }

    private sealed record Departure
    {
        public required int Connections { get; init; }

        public required Statement? Statement { get; init; }

        public bool IsInTransaction { get; init; }

        public required SessionSettings Settings { get; init; }

        public required ClientLoss How { get; init; }

        /// <summary>From the statement's start to the loss.</summary>
        public double LeadMs { get; init; }

        /// <summary>After the loss, another session lets go of the lock; null: nobody has it.</summary>
        public double? LockFreedMs { get; init; }
    }

    /// <summary>
    /// From the loss to the end of the last backend, in milliseconds; the horizon: it is still there.
    /// </summary>
    private static double Replay(RecordedMachine machine, Departure departure)
    {
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var login = Bench.App with { Settings = departure.Settings };
        var connections = new List<IConnection>();
        async SimTask Hold(double untilMs)
        {
            var holder = (await postgres.Connect(Bench.App)).Connection!;
            await holder.Query(new Statement { Lock = 42, Transaction = TransactionMark.Begin });
            await bench.Sim.Delay(Bench.Ms(untilMs - bench.NowMs));
            await holder.Query(new Statement { Transaction = TransactionMark.End });
            holder.Close();
        }

        async SimTask Connect()
        {
            var connection = (await postgres.Connect(login)).Connection!;
            if (departure.IsInTransaction)
                await connection.Query(new Statement { Transaction = TransactionMark.Begin });
            connections.Add(connection);
        }

        const double setUpMs = 1_000;
        var lossMs = setUpMs + departure.LeadMs;
        if (departure.LockFreedMs is { } freed) bench.Sim.Start(Hold(lossMs + freed));
        bench.RunUntil(setUpMs - 100);
        for (var i = 0; i < departure.Connections; i++) bench.Sim.Start(Connect());
        bench.RunUntil(setUpMs);
        if (departure.Statement is { } statement)
            foreach (var connection in connections) bench.Sim.Start(Ask(connection, statement));
        bench.RunUntil(lossMs);
        var goneMs = HorizonMs;
        postgres.Changed = () => goneMs = postgres.Connections.Live == 0 ? Math.Min(goneMs, bench.NowMs) : goneMs;
        foreach (var connection in connections) connection.Lose(departure.How);
        bench.RunUntil(HorizonMs);
        return goneMs - lossMs;
    }

    private static async SimTask Ask(IConnection connection, Statement statement) => await connection.Query(statement);
}
