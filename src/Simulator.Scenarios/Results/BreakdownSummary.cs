using System.Collections.Immutable;
using Simulator.Models.Recording;

namespace Simulator.Scenarios.Results;

/// <summary>
/// Where the time of an endpoint's requests or a client's calls went, near each percentile that outputs print.
/// </summary>
/// <param name="Metric">The latency's metric path.</param>
/// <param name="Count">Requests that it is over, of all replications.</param>
/// <param name="Near">For <see cref="LatencySummary.Ranks"/>, in that order; empty without requests.</param>
public sealed record BreakdownSummary(string Metric, long Count, ImmutableArray<MeanAccount> Near)
{
    /// <summary>A client's: from the intended arrival to the last answer, or to the end of its patience.</summary>
    public bool IsOfClient => MetricName.PartsOf(Metric).Length == 2;

    /// <summary>Requests that queued for a thread, as a share of all.</summary>
    public Measured QueuedRatio { get; init; }

    /// <param name="metric">The endpoint's latency.</param>
    /// <param name="own">What each replication recorded.</param>
    internal static BreakdownSummary Of(string metric, ImmutableArray<TimeBreakdown> own)
    {
        var all = new TimeBreakdown();
        foreach (var breakdown in own) all.Merge(breakdown);
        return new BreakdownSummary(metric, all.Count, all.Count == 0
            ? []
            : [.. LatencySummary.Ranks.Select(rank => MeanAccount.Near(rank / 100, all, own))])
        {
            QueuedRatio = QueuedRatioOf(own),
        };
    }

    /// <inheritdoc cref="QueuedRatio"/>
    internal static Measured QueuedRatioOf(IEnumerable<TimeBreakdown> own) =>
        Pooled.Ratio([.. own.Select(b => ((double)b.Queued, (double)b.Count))]);
}

/// <summary>The mean request near a percentile.</summary>
/// <param name="Latency">Its latency in seconds: the sum of its parts.</param>
/// <param name="Parts">Seconds, in the order of <see cref="TimePart"/>.</param>
public sealed record MeanAccount(Measured Latency, ImmutableArray<Measured> Parts)
{
    internal static MeanAccount Near(double quantile, TimeBreakdown all, ImmutableArray<TimeBreakdown> own)
    {
        var pooled = all.Near(quantile);
        ImmutableArray<ImmutableArray<double>> each = [.. own.Where(b => b.Count > 0).Select(b => b.Near(quantile))];
        return new MeanAccount(
            Pooled.Value(pooled.Sum(), [.. each.Select(parts => parts.Sum())]),
            [.. pooled.Select((seconds, i) => Pooled.Value(seconds, [.. each.Select(parts => parts[i])]))]);
    }
}

/// <summary>What results call the parts of a request's time.</summary>
public static class TimePartName
{
    public static string Of(TimePart part) => part switch
    {
        TimePart.Queued => "queued",
        TimePart.Running => "running",
        TimePart.Runnable => "runnable",
        TimePart.Throttled => "throttled",
        TimePart.Waited => "waited",
        TimePart.Dns => "dns",
        TimePart.DnsTimeout => "dns_timeout",
        TimePart.PoolWait => "pool_wait",
        TimePart.Connect => "connect",
        TimePart.Query => "query",
        TimePart.EarlierAttempts => "earlier_attempts",
        TimePart.Backoff => "backoff",
        TimePart.Lost => "lost",
        TimePart.Unfinished => "unfinished",
        _ => throw new InvalidOperationException($"Nobody named {part}."),
    };

    /// <summary>Left out of tables in which it is zero everywhere.</summary>
    public static bool IsRare(TimePart part) => part is TimePart.PoolWait or TimePart.Connect or TimePart.Query
        or TimePart.EarlierAttempts or TimePart.Backoff or TimePart.Lost;
}
