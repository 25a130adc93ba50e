namespace Simulator.Scenarios.Truth.Pools;

/// <summary>What is known about figures that are outside: what was shown, and what is only likely.</summary>
internal static class PoolMisses
{
    private const string OneCpu = "a sleeping client or backend is drawn to the CPU that wakes it "
        + "(select_task_rq_fair with halted CPUs that look preempted)";

    private static readonly (string Section, string Recording, string Metric, string Why)[] Known =
    [
        (
            CurveTruth.Section, "hot_row", "",
            "The law was fitted to these throughputs and knows no spread of latencies. Shown, with Postgres 15 on "
            + "a machine of the same kind: each commit wakes about as many backends as wait, 27 to 32 µs of CPU "
            + "time each; the rows 'by locks' (no bound) simulate that, and their p99 is seven times the median "
            + "where eight were recorded. With two CPUs to itself that machine did 6537, 5998, 3939, 1825 and 755 a "
            + "second with 2, 4, 8, 32 and 90 clients. Likely: the recording had about one CPU's worth (its "
            + "throughput times the measured CPU time of a transaction is 0.75 to 1.15 CPUs up to 32 clients), as "
            + OneCpu
            + "; the model uses two. Not explained: from 8 clients on real backends wait more often for the "
            + "partitions of the lock table than simulated ones"),
        (
            CurveTruth.Section, "cpu_bound_pgbouncer", "",
            "Likely: 290 µs of CPU time a transaction more than the recorded statement and PgBouncer's "
            + "messages explain, idle CPUs beside queues"),
        (
            CurveTruth.Section, "cpu_bound_direct", "p99_ms",
            "Likely: with 1 and 2 clients nobody waits here, so that the tail is other tenants of the "
            + "machine; with more, backends were spread unevenly over the CPUs"),
        (
            CurveTruth.Section, "cpu_bound_direct", "p50_ms",
            "Likely: backends spread unevenly over the CPUs; throughput, which does not depend on it, is "
            + "inside"),
        (
            CurveTruth.Section, "select1_direct", "",
            "Shown: the median is a twelfth of clients over throughput, so that two or three clients did "
            + "half of the transactions. Likely: they had a CPU of their own, while "
            + OneCpu),
        (
            CurveTruth.Section, "select1_pgbouncer", "p99_ms",
            "Likely other tenants: the median is inside"),
        (
            CurveTruth.Section, "select1_pgbouncer", "",
            "Shown: 2.5 to 6 % off. PgBouncer's CPU time is what fewer transactions a second leave for it if both "
            + "CPUs are full; here they are full to 97 %"),
        (
            CurveTruth.Section, "reconnect_each_txn_pgbouncer", "",
            "Shown: throughput is one over the login and pgbench's own work. Likely: logins differ in length, "
            + "here all take the recorded mean"),
        (
            CurveTruth.Section, "reconnect_each_txn_direct", "",
            "Shown: every login takes the same time here, the recorded ones 4.1 to 6.9 ms. Likely: a "
            + "backend's end, estimated at 4 ms, is shorter"),
        (
            PgbenchTruth.Section, "pgbouncer_open_loop", "p50_ms",
            "Shown: at 97 to 113 % of the capacity of 20 servers the median follows a capacity that is known"
            + " to 3 % only; at rate 900 the recorders were not alone"),
        (
            PgbenchTruth.Section, "pgbouncer_begin_end", "",
            "Likely: clients in one pass of pgbench's one thread lose their turn between statements; "
            + "throughput is inside"),
        (
            PgbenchTruth.Section, "direct/95", "tps",
            "Likely: 95 backends that sleep 10 ms each wake up late, which the overhead measured with 20 "
            + "does not show"),
        (
            PgbenchTruth.Section, "direct/20", "tps",
            "3.1 %, with a bound of 3 %: one run, whose twin through PgBouncer is inside"),
        (
            PgbenchTruth.Section, "service_time", "p99_ms",
            "Shown: one client, nobody to wait for; the tail is that run's"),
        (
            ClientPoolTruth.Section, "connect_storm_scram", "ms",
            "Shown: one login takes 8.7 ms alone and 3.0 ms of 95 at once on two CPUs, so that a quarter of "
            + "it at least is no CPU time; here all of it is"),
        (
            RoutingTruth.Section, "w80 intelligent", "frac",
            "Shown: near saturation eight seeds differ by more than the bound"),
    ];

    /// <summary>A line for each kind of miss; those of which nothing is known are named too.</summary>
    public static IReadOnlyList<string> Explain(IEnumerable<TruthRow> rows)
    {
        var misses = rows.Where(r => !r.Inside).ToList();
        var lines = new List<string>();
        foreach (var (section, recording, metric, why) in Known)
        {
            var count = misses.RemoveAll(r => r.Group == section
                && r.Name.StartsWith(recording, StringComparison.Ordinal)
                && (metric.Length == 0 || r.Metric == metric));
            var what = metric.Length == 0 ? recording : $"{recording} {metric}";
            if (count > 0) lines.Add($"{section}, {what}: {count} outside. {why}.");
        }

        if (misses.Count > 0)
        {
            var names = misses.Select(r => $"{r.Name} {r.Metric}").Distinct().Order(StringComparer.Ordinal);
            lines.Add($"Not explained: {string.Join("; ", names)}.");
        }

        return lines;
    }
}
