using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>A condition on one metric that a run must meet: <c>p99 &lt; 800ms</c>.</summary>
public sealed record ThresholdSpec
{
    public required MetricPath Metric { get; init; }

    /// <summary>The condition as written.</summary>
    public required string Expr { get; init; }

    public required Aggregator Aggregator { get; init; }

    /// <summary>Of a percentile, 0 to 100; otherwise 0.</summary>
    public double Percentile { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>In <see cref="Unit"/>: seconds, ratio, cores, per second, count.</summary>
    public required double Bound { get; init; }

    /// <summary>Of the aggregated value; the count of latencies is a count.</summary>
    public required MetricUnit Unit { get; init; }

    public ThresholdSeverity Severity { get; init; } = ThresholdSeverity.Error;
}

/// <summary>How a metric becomes one number.</summary>
public enum Aggregator
{
    Percentile,
    Avg,
    Min,
    Max,
    Count,

    /// <summary>The metric is one number already.</summary>
    Value,

    /// <summary>Count per second of measured time.</summary>
    Rate,
}

/// <summary>How the number must stand to the bound.</summary>
public enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}

/// <summary>What a missed threshold means: a failed run, or a word of warning.</summary>
public enum ThresholdSeverity
{
    Error,
    Warn,
}
