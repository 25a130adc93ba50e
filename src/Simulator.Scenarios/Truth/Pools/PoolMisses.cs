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
            + "time each. The rows 'by locks' (no bound) simulate that; p99 over median is 5.5 and 7 with 8 and 90 "
            + "clients, 5.6 and 8.2 as recorded. With nearly all of two CPUs that Postgres did 6537, 5998, 3939, 1825 "
            + "and 755 a second with 2, 4, 8, 32 and 90 clients. Likely: the recording had about one CPU's worth (its "
            + "throughput times the CPU time measured for a transaction is 0.75 to 1.15 CPUs up to 32 clients), as "
            + OneCpu
            + "; the model uses two. Shown: with 90 clients half of the real waits are for partitions of the lock "
            + "table. Likely: the simulated ones are held for too short a time"),
        (
            CurveTruth.Section, "cpu_bound_pgbouncer", "",
            "Shown: 260 µs of two CPUs a transaction more than the recorded costs of the parts explain. Likely: CPUs "
            + "that idle beside a queue"),
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
            "Shown (Little's law): the median is a twelfth of clients over throughput, so that two or three clients "
            + "did half of the transactions. Likely: they had a CPU of their own, while "
            + OneCpu),
        (
            CurveTruth.Section, "select1_pgbouncer", "p99_ms",
            "Likely other tenants: the median is inside"),
        (
            CurveTruth.Section, "select1_pgbouncer", "",
            "4 to 6 % off. Likely: PgBouncer's CPU time was taken from this run as if both CPUs had been full of it; "
            + "they are not quite full in the replay"),
        (
            CurveTruth.Section, "reconnect_each_txn_pgbouncer", "",
            "Shown: throughput is one over the recorded mean login and pgbench's own work. Likely: logins differ in "
            + "length; here all take the mean"),
        (
            CurveTruth.Section, "reconnect_each_txn_direct", "",
            "Shown: every login takes the same time here, the recorded ones 4.1 ms (median) to 6.9 (p99). Likely for "
            + "throughput: a backend's end, estimated at 4 ms of CPU time, is in the way of logins too long"),
        (
            PgbenchTruth.Section, "pgbouncer_open_loop", "p50_ms",
            "Shown: at 99 and 113 % of what 20 servers can do the median follows a capacity that is known to 3 %. "
            + "At rate 900 the recorded generator itself was late (21.6 ms at p99)"),
        (
            PgbenchTruth.Section, "pgbouncer_begin_end", "",
            "Likely: clients in one pass of pgbench's one thread lose their turn between statements; "
            + "throughput is inside"),
        (
            PgbenchTruth.Section, "direct/95", "tps",
            "Shown (Little's law): 90.5 of the 95 clients were at work; the replay keeps all of them busy"),
        (
            PgbenchTruth.Section, "direct/20", "tps",
            "3.1 %, with a bound of 3 %, of a single run"),
        (
            PgbenchTruth.Section, "service_time", "p99_ms",
            "Likely other tenants: one client, and nobody to wait for"),
        (
            ClientPoolTruth.Section, "connect_storm_scram", "ms",
            "Shown: one login takes 8.7 ms alone and 3.0 ms of 95 at once on two CPUs, so that a quarter of "
            + "it at least is no CPU time; here all of it is"),
        (
            RoutingTruth.Section, "w80 intelligent", "frac",
            "Likely: near saturation eight seeds, as recorded, are too few for the bound"),
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
