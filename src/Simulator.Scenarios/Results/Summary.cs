using System.Collections.Immutable;

namespace Simulator.Scenarios.Results;

/// <summary>
/// What a reader of any output is told; every output (console, CSV, JSON, plots) is drawn from this and the facts.
/// </summary>
public sealed record Summary
{
    public required ImmutableArray<VariantSummary> Variants { get; init; }

    /// <summary>What the facts say, and whether the thresholds hold.</summary>
    /// <param name="run">The facts.</param>
    /// <param name="thresholds">For each of its variants, in their order.</param>
    public static Summary Of(RunResult run, ImmutableArray<ImmutableArray<ThresholdSpec>> thresholds) => new()
    {
        Variants =
        [
            .. run.Variants.Select((variant, i) =>
                new Summarizer(variant, run.Warmup, run.Duration).Summarize(thresholds[i])),
        ],
    };

    /// <summary>With the thresholds of the variants that were run.</summary>
    public static Summary Of(RunResult run, ImmutableArray<RunVariant> variants) =>
        Of(run, [.. variants.Select(v => v.Scenario.Thresholds.Values.SelectMany(t => t).ToImmutableArray())]);
}

/// <summary>One variant: verdicts first, then each metric with its interval.</summary>
public sealed record VariantSummary
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Sha256 { get; init; }

    public required ImmutableArray<Verdict> Verdicts { get; init; }

    public required ImmutableArray<LatencySummary> Latencies { get; init; }

    /// <summary>Of the latencies of endpoints: where the time went.</summary>
    public ImmutableArray<BreakdownSummary> Breakdowns { get; init; } = [];

    public required ImmutableArray<ClientSummary> Clients { get; init; }

    public required ImmutableArray<ServiceSummary> Services { get; init; }

    /// <summary>Null where nobody looks a name up.</summary>
    public DnsSummary? Dns { get; init; }

    /// <summary>Null where there is no database.</summary>
    public DatabasesSummary? Databases { get; init; }

    /// <summary>Null where no pod ever changes.</summary>
    public PodsSummary? Pods { get; init; }

    /// <summary>Of each client; empty where the scenario makes nothing happen.</summary>
    public ImmutableArray<RecoverySummary> Recoveries { get; init; } = [];
}

/// <summary>
/// A value over replications: the pooled or mean value, and the half-width of its 95 % Student-t interval.
/// </summary>
/// <param name="Value">In the metric's base unit.</param>
/// <param name="HalfWidth">NaN with fewer than two replications.</param>
public readonly record struct Measured(double Value, double HalfWidth);

/// <summary>Percentiles of one latency metric in seconds, pooled over replications.</summary>
public sealed record LatencySummary
{
    public required string Metric { get; init; }

    /// <summary>Over all replications.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// Of them, those cut short by the end of the run, which stand with their latency so far: too low.
    /// </summary>
    public long Unfinished { get; init; }

    public required Measured Mean { get; init; }

    /// <summary>For <see cref="LatencySummary.Ranks"/>, in that order.</summary>
    public required ImmutableArray<Measured> Percentiles { get; init; }

    public required Measured Max { get; init; }

    /// <summary>The percentiles every output prints.</summary>
    public static ImmutableArray<double> Ranks { get; } = [50, 90, 95, 99, 99.9];
}

/// <summary>A client's traffic: rates per second and the share of requests that did not end well.</summary>
public sealed record ClientSummary
{
    public required string Client { get; init; }

    public required Measured Throughput { get; init; }

    public required Measured ErrorRatio { get; init; }

    /// <summary>Attempts after a call's first, per second; null where a call is one request.</summary>
    public Measured? Retries { get; init; }

    /// <summary>Attempts per call; null where a call is one request.</summary>
    public Measured? Amplification { get; init; }

    /// <summary>Requests by outcome, summed over replications.</summary>
    public required ImmutableSortedDictionary<string, long> Outcomes { get; init; }
}

/// <summary>A service's CPU account: what dashboards show beside what is true.</summary>
public sealed record ServiceSummary
{
    public required string Service { get; init; }

    public required int Pods { get; init; }

    public double? LimitCores { get; init; }

    public required Measured Throughput { get; init; }

    /// <summary>Cores per pod, mean over the measured time.</summary>
    public required Measured UsageCores { get; init; }

    /// <summary>
    /// Mean of one-minute windows as a share of the limit (of the node's CPUs without one): the dashboard's line.
    /// </summary>
    public required Measured Dashboard { get; init; }

    /// <summary>Highest one-minute window, as the same share.</summary>
    public required Measured DashboardMax { get; init; }

    /// <summary>nr_throttled / nr_periods over the measured time.</summary>
    public required Measured ThrottledRatio { get; init; }

    /// <summary>
    /// The same in the worst five-minute window (the whole measured time where shorter): what CPUThrottlingHigh
    /// compares with 25 %.
    /// </summary>
    public required Measured ThrottledRatio5m { get; init; }

    /// <summary>Throttled time in seconds per second and pod, summed over CPUs as the kernel does.</summary>
    public required Measured ThrottledTime { get; init; }
}

/// <summary>How a threshold came out.</summary>
public enum VerdictOutcome
{
    Pass,
    Fail,

    /// <summary>The 95 % interval spans the bound.</summary>
    Inconclusive,
}

/// <summary>One threshold, with what was observed.</summary>
public sealed record Verdict
{
    /// <summary>As written: <c>pdf.render.latency p99 &lt; 800ms</c>.</summary>
    public required string Threshold { get; init; }

    public required string Metric { get; init; }

    /// <summary>In the metric's base unit: seconds, ratio, cores, per second.</summary>
    public required Measured Observed { get; init; }

    public required double Bound { get; init; }

    public required MetricUnit Unit { get; init; }

    /// <summary>Distance from the bound as a share of it; positive is the good side.</summary>
    public required double Margin { get; init; }

    public required VerdictOutcome Outcome { get; init; }

    /// <summary>A warning does not fail the run.</summary>
    public required bool IsWarning { get; init; }
}

/// <summary>The base unit of a metric's numbers.</summary>
public enum MetricUnit
{
    Seconds,
    Ratio,
    Cores,
    PerSecond,
    Count,
}
