using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>One latency metric: the measured part of the run as one histogram, and the whole run by interval.</summary>
public sealed record LatencyResult
{
    /// <summary>After warm-up; counted in the interval of the intended arrival.</summary>
    public required LatencyHistogram Measured { get; init; }

    /// <summary>
    /// Of the measured ones, those that stand with their latency so far because the run ended before them.
    /// </summary>
    public long Unfinished { get; init; }

    /// <summary>Length of one interval of the series: 1 s, longer where the run has more than 3,600.</summary>
    public required Duration Interval { get; init; }

    /// <summary>Per interval, from the start of the run; null where nothing arrived.</summary>
    public required ImmutableArray<LatencyHistogram?> Series { get; init; }
}

/// <summary>What one client asked and how it ended: counts after warm-up, and series of the whole run.</summary>
public sealed record ClientResult
{
    public const string Ok = "ok";
    public const string Timeout = "timeout";
    public const string Rejected = "rejected";
    public const string Unfinished = "unfinished";
    public const string DnsError = "dns_error";

    /// <summary>Calls.</summary>
    public required long Arrivals { get; init; }

    /// <summary>Requests sent for these calls; null where a call is one request.</summary>
    public long? Attempts { get; init; }

    /// <summary>Of these, the ones after a call's first.</summary>
    public long Retries { get; init; }

    /// <summary>
    /// By name of the outcome (<c>ok</c>, <c>timeout</c>, <c>rejected</c>, <c>dns_error</c>, <c>unfinished</c>, and of
    /// the others those that occurred); sums to <see cref="Arrivals"/>.
    /// </summary>
    public required ImmutableSortedDictionary<string, long> Outcomes { get; init; }

    /// <summary>Length of one interval of the series.</summary>
    public Duration Interval { get; init; }

    /// <summary>Calls by the interval of their arrival.</summary>
    public ImmutableArray<long> ArrivalSeries { get; init; } = [];

    /// <summary>Requests by the interval of their sending: what the clients' load on the service is.</summary>
    public ImmutableArray<long> AttemptSeries { get; init; } = [];

    /// <summary>
    /// Calls by outcome and the interval of their end; goodput is that of <c>ok</c>. Only outcomes that occurred.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<long>> EndSeries { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<long>>.Empty;
}
