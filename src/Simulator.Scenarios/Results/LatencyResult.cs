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

/// <summary>What one client sent and how it ended, after warm-up.</summary>
public sealed record ClientResult
{
    public const string Ok = "ok";
    public const string Timeout = "timeout";
    public const string Rejected = "rejected";
    public const string Unfinished = "unfinished";
    public const string DnsError = "dns_error";

    public required long Arrivals { get; init; }

    /// <summary>
    /// By name of the outcome; sums to <see cref="Arrivals"/>. Ok, timeout, rejected, dns_error and unfinished are
    /// always there, the others where they occurred.
    /// </summary>
    public required ImmutableSortedDictionary<string, long> Outcomes { get; init; }
}
