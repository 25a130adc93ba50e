namespace Simulator.Scenarios.Results;

/// <summary>Which way a figure is better.</summary>
public static class MetricDirection
{
    /// <summary>
    /// By what it is, null where neither: a threshold may say that a figure has to be bad, to show that it is.
    /// </summary>
    public static bool? LessIsBetter(ThresholdSpec what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return (what.Unit, what.Metric.Kind) switch
        {
            (MetricUnit.Seconds, _) => true,
            (_, MetricKind.CpuDashboard or MetricKind.HopCacheHitRatio) => null,
            (MetricUnit.Ratio, _) => true,
            (_, MetricKind.ClientThroughput or MetricKind.ServiceThroughput) => false,
            (_, MetricKind.ClientRetries or MetricKind.ClientAmplification or MetricKind.PodsRestarts
                or MetricKind.PodsKilled or MetricKind.PodsUnhealthy) => true,
            _ => null,
        };
    }
}
