using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>
/// What was there while the slowest request was, by the intervals of its replication that it touched: means over a run
/// say little of the few seconds in which it is slow.
/// </summary>
internal sealed class Meanwhile
{
    private readonly ReplicationResult _facts;
    private readonly SimTime _from;
    private readonly SimTime _to;

    private Meanwhile(ReplicationResult facts, SimTime from, SimTime to) => (_facts, _from, _to) = (facts, from, to);

    /// <summary>Null where no slowest request is known.</summary>
    public static Meanwhile? Of(Explained explained) => explained.Course is not { } course ? null
        : new Meanwhile(
            explained.Facts.Replications.First(r => r.Replication == course.Replication), course.From, course.To);

    public PoolLevelsResult? Pool(string service, string pool) =>
        _facts.Databases?.Pools.FirstOrDefault(p => p.Service == service && p.Pool == pool)?.All;

    public DatabaseResult? Server(string name) => _facts.Databases?.Servers.FirstOrDefault(s => s.Name == name);

    /// <summary>Backends with a statement.</summary>
    public double Active(DatabaseResult server) => Mean(server.ByState[(int)BackendState.Active]);

    /// <summary>Of a level, over the intervals.</summary>
    public double Mean(LevelResult level)
    {
        var (first, last) = Intervals(_facts.Databases!.Interval, level.Means.Length);
        return level.Means.AsSpan()[first..(last + 1)].ToArray().Average();
    }

    /// <summary>Of a level, in the intervals.</summary>
    public double Max(LevelResult level)
    {
        var (first, last) = Intervals(_facts.Databases!.Interval, level.Maxima.Length);
        return level.Maxima.AsSpan()[first..(last + 1)].ToArray().Max();
    }

    /// <summary>Cores in use by a workload, all its processes together.</summary>
    public double Cores(string workload)
    {
        if (!_facts.Services.TryGetValue(workload, out var service)) return 0;
        var intervals = service.Completed.Length;
        var (first, last) = Intervals(service.Interval, intervals);
        var used = Enumerable.Range(first, last + 1 - first).Sum(i => service.Pods.Sum(p => p.At(i).UsageNs));
        return used / 1e9 / ((last + 1 - first) * service.Interval.TotalSeconds);
    }

    private (int First, int Last) Intervals(Duration interval, int count)
    {
        int At(SimTime at) => (int)Math.Min(count - 1, at.Nanoseconds / interval.Nanoseconds);
        return (At(_from), Math.Max(At(_from), At(new SimTime(Math.Max(0, _to.Nanoseconds - 1)))));
    }
}
