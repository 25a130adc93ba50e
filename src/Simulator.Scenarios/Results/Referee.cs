namespace Simulator.Scenarios.Results;

/// <summary>Holds thresholds against what a variant measured.</summary>
internal sealed class Referee(Summarizer facts)
{
    public Verdict Judge(ThresholdSpec threshold)
    {
        var observed = Observe(threshold);
        return new Verdict
        {
            Threshold = $"{threshold.Metric.Text} {threshold.Expr}",
            Metric = threshold.Metric.Text,
            Observed = observed,
            Bound = threshold.Bound,
            Unit = threshold.Unit,
            Margin = MarginOf(threshold.Comparison, observed.Value, threshold.Bound),
            Outcome = OutcomeOf(threshold.Comparison, observed, threshold.Bound),
            IsWarning = threshold.Severity == ThresholdSeverity.Warn,
        };
    }

    /// <summary>
    /// Inconclusive when the 95 % interval spans the bound; with one replication there is no interval, and the value
    /// alone decides.
    /// </summary>
    public static VerdictOutcome OutcomeOf(Comparison comparison, Measured observed, double bound)
    {
        var halfWidth = double.IsFinite(observed.HalfWidth) ? observed.HalfWidth : 0;
        var (low, high) = (observed.Value - halfWidth, observed.Value + halfWidth);
        if (Holds(comparison, low, bound) && Holds(comparison, high, bound)) return VerdictOutcome.Pass;
        return low <= bound && bound <= high && halfWidth > 0 ? VerdictOutcome.Inconclusive : VerdictOutcome.Fail;
    }

    /// <summary>
    /// Distance from the bound as a share of it, positive on the good side; of a bound of zero, the distance.
    /// </summary>
    public static double MarginOf(Comparison comparison, double value, double bound)
    {
        var distance = comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => bound - value,
            Comparison.Greater or Comparison.GreaterOrEqual => value - bound,
            _ => 0 - Math.Abs(value - bound), // Not -0, which outputs would print.
        };
        return bound == 0 ? distance : distance / Math.Abs(bound);
    }

    private static bool Holds(Comparison comparison, double value, double bound) => comparison switch
    {
        Comparison.Less => value < bound,
        Comparison.LessOrEqual => value <= bound,
        Comparison.Greater => value > bound,
        Comparison.GreaterOrEqual => value >= bound,
        _ => Math.Abs(value - bound) <= 1e-9 * Math.Abs(bound),
    };

    /// <summary>The value that a threshold is about, whatever its bound.</summary>
    public Measured Observe(ThresholdSpec threshold)
    {
        var metric = threshold.Metric;
        return metric.Kind switch
        {
            MetricKind.EndpointQueuedRatio =>
                facts.QueuedRatio(MetricName.Of(metric.Owner, metric.Endpoint!, "latency")),
            MetricKind.ClientErrorRatio => facts.Client(metric.Owner).ErrorRatio,
            MetricKind.ClientThroughput => facts.Client(metric.Owner).Throughput,
            MetricKind.ClientRetries => facts.Retries(metric.Owner),
            MetricKind.ClientAmplification => facts.Amplification(metric.Owner),
            MetricKind.ClientErrors => facts.ErrorShare(metric.Owner, metric.Outcome!),
            MetricKind.ServiceThroughput => facts.Service(metric.Owner).Throughput,
            MetricKind.ThrottledRatio => facts.Service(metric.Owner).ThrottledRatio,
            MetricKind.ThrottledRatio5m => facts.Service(metric.Owner).ThrottledRatio5m,
            MetricKind.ThrottledTime => facts.Service(metric.Owner).ThrottledTime,
            MetricKind.CpuUsage => facts.Service(metric.Owner).UsageCores,
            MetricKind.CpuDashboard when threshold.Aggregator == Aggregator.Max =>
                facts.Service(metric.Owner).DashboardMax,
            MetricKind.CpuDashboard => facts.Service(metric.Owner).Dashboard,
            MetricKind.EndpointLatency or MetricKind.StepLatency or MetricKind.StepTask or MetricKind.ClientLatency
                or MetricKind.DnsLatency or MetricKind.PoolWait => ObserveLatency(threshold),
            MetricKind.ClientRecoveryTime => facts.Recovery(metric.Owner).Time,
            MetricKind.PodsCount or MetricKind.PodsReady or MetricKind.PodsTerminating or MetricKind.PodsRestarts
                or MetricKind.PodsKilled or MetricKind.PodsUnhealthy => facts.Pods.Of(metric, threshold.Aggregator),
            >= MetricKind.DatabaseConnections => facts.Databases.Of(metric, threshold.Aggregator),
            _ => facts.Dns.Of(metric),
        };
    }

    private Measured ObserveLatency(ThresholdSpec threshold)
    {
        var metric = threshold.Metric.Text;
        if (threshold.Aggregator == Aggregator.Count) return facts.LatencyCount(metric);
        if (threshold.Aggregator == Aggregator.Rate) return facts.LatencyRate(metric);
        var all = facts.PooledLatency(metric);
        return threshold.Aggregator switch
        {
            Aggregator.Min => facts.LatencyValue(metric, all, h => h.Quantile(0)),
            Aggregator.Max => facts.LatencyValue(metric, all, h => h.Max),
            Aggregator.Percentile => facts.LatencyValue(metric, all, h => h.Quantile(threshold.Percentile / 100)),
            _ => facts.LatencyValue(metric, all, h => h.Mean),
        };
    }
}
