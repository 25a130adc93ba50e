using System.Collections.Immutable;
using Simulator.Models.Recording;

namespace Simulator.Scenarios.Results;

/// <summary>Where the latency of a client's calls or an endpoint's requests went, percentile by percentile.</summary>
public sealed record Explanation
{
    /// <summary>A latency's metric path.</summary>
    public required string Metric { get; init; }

    /// <summary>The percentile that was asked for, 0 to 100.</summary>
    public required double Rank { get; init; }

    /// <summary>Calls or requests, of all replications.</summary>
    public required long Count { get; init; }

    /// <summary>The latency at that percentile in seconds, as every other output has it.</summary>
    public required Measured Latency { get; init; }

    /// <summary>In the order of latency; the last is the longest one.</summary>
    public required ImmutableArray<ExplainedRank> Ranks { get; init; }

    /// <summary>Mean seconds of each part over all.</summary>
    public required ImmutableArray<double> Mean { get; init; }

    /// <summary>The longest; null: none is known by itself.</summary>
    public WorstRequest? Worst { get; init; }

    /// <summary>The replication it was in.</summary>
    public int WorstReplication { get; init; }

    public ExplainedRank Asked => Ranks.First(r => r.Rank == Rank);

    /// <summary>Null where nothing was measured.</summary>
    /// <param name="variant">The facts.</param>
    /// <param name="metric">A key of <see cref="ReplicationResult.Breakdowns"/>.</param>
    /// <param name="rank">In (0, 100).</param>
    public static Explanation? Of(VariantResult variant, string metric, double rank)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ImmutableArray<TimeBreakdown> own = [.. variant.Replications.Select(r => r.Breakdowns[metric])];
        var all = new TimeBreakdown();
        foreach (var breakdown in own) all.Merge(breakdown);
        if (all.Count == 0) return null;
        var ranks = LatencySummary.Ranks.Append(rank).Distinct().Order()
            .Select(r => ExplainedRank.Of(r, all, own)).ToList();
        if (all.Worst is { } worst) ranks.Add(ExplainedRank.OfWorst(worst));
        var latencies = variant.Replications.Select(r => r.Latencies[metric].Measured).ToList();
        var pooled = new Kernel.LatencyHistogram();
        foreach (var latency in latencies) pooled.Merge(latency);
        return new Explanation
        {
            Metric = metric,
            Rank = rank,
            Count = all.Count,
            Latency = Pooled.Value(pooled.Quantile(rank / 100).TotalSeconds,
                [.. latencies.Where(l => l.Count > 0).Select(l => l.Quantile(rank / 100).TotalSeconds)]),
            Ranks = [.. ranks],
            Mean = all.Mean(),
            Worst = all.Worst,
            WorstReplication = all.Worst is null ? 0
                : variant.Replications.First(r => r.Breakdowns[metric].Worst == all.Worst).Replication,
        };
    }
}

/// <summary>The mean request near one percentile; of the longest, itself.</summary>
/// <param name="Rank">0 to 100.</param>
/// <param name="Account">Its parts, which add up to its latency.</param>
/// <param name="Low">The lowest latency, in seconds, that is in the mean.</param>
/// <param name="High">The highest.</param>
/// <param name="Earlier">Seconds of each part in the attempts before the last one.</param>
public sealed record ExplainedRank(
    double Rank, MeanAccount Account, double Low, double High, ImmutableArray<double> Earlier)
{
    // A mean of latencies that differ by more speaks of none of them.
    private const double Cliff = 2;

    /// <summary>The percentile lies where latency jumps: the mean is of requests on both sides of it.</summary>
    public bool IsOnCliff => High > Cliff * Low;

    /// <summary>Seconds.</summary>
    public double this[TimePart part] => Account.Parts[(int)part].Value;

    /// <summary>Seconds in all attempts, as a share of the latency: what a part has to do with it.</summary>
    public double ShareInAll(TimePart part) =>
        Account.Latency.Value > 0 ? (this[part] + Earlier[(int)part]) / Account.Latency.Value : 0;

    /// <summary>Of the latency.</summary>
    public double ShareOf(TimePart part) => Account.Latency.Value > 0 ? this[part] / Account.Latency.Value : 0;

    internal static ExplainedRank Of(double rank, TimeBreakdown all, ImmutableArray<TimeBreakdown> own)
    {
        var (low, high) = all.Reach(rank / 100);
        return new ExplainedRank(
            rank, MeanAccount.Near(rank / 100, all, own), low, high, all.NearInEarlierAttempts(rank / 100));
    }

    internal static ExplainedRank OfWorst(WorstRequest worst)
    {
        var latency = worst.Latency.TotalSeconds;
        Measured Exactly(double seconds) => new(seconds, double.NaN);
        var parts = Enum.GetValues<TimePart>();
        return new ExplainedRank(
            100, new MeanAccount(Exactly(latency), [.. parts.Select(p => Exactly(worst.Time[p].TotalSeconds))]), latency,
            latency, [.. parts.Select(p => worst.Earlier[p].TotalSeconds)]);
    }
}
