namespace Simulator.Scenarios;

/// <summary>A metric of a run, named as in thresholds: <c>pdf.render.latency</c>.</summary>
/// <param name="Text">The whole path, which is also the key of the metric in the results.</param>
/// <param name="Kind">Decides the unit and which aggregators apply.</param>
/// <param name="Owner">The service or client.</param>
/// <param name="Endpoint">Of the latency metrics of a service.</param>
/// <param name="Step">Of the latency metrics of a step.</param>
public sealed record MetricPath(
    string Text, MetricKind Kind, string Owner, string? Endpoint = null, string? Step = null);

/// <summary>What can be measured.</summary>
public enum MetricKind
{
    /// <summary><c>service.endpoint.latency</c>: from arrival at the service to the answer.</summary>
    EndpointLatency,

    /// <summary><c>service.endpoint.step.latency</c>: from the step's start to the end of its last thread.</summary>
    StepLatency,

    /// <summary>
    /// <c>service.endpoint.step.task</c>: one thread's share, from its pick-up by a thread to its end.
    /// </summary>
    StepTask,

    /// <summary><c>client.latency</c>: from the intended arrival to the answer or timeout.</summary>
    ClientLatency,

    /// <summary><c>client.error_ratio</c>: requests that did not end well, as a share of all.</summary>
    ClientErrorRatio,

    /// <summary><c>client.throughput</c>: good answers per second.</summary>
    ClientThroughput,

    /// <summary><c>service.throughput</c>: requests that ended, per second.</summary>
    ServiceThroughput,

    /// <summary><c>service.cpu.throttled_ratio</c>: nr_throttled / nr_periods over the measured time.</summary>
    ThrottledRatio,

    /// <summary>
    /// <c>service.cpu.throttled_ratio_5m</c>: the same in the worst five-minute window, as the alert sees it.
    /// </summary>
    ThrottledRatio5m,

    /// <summary><c>service.cpu.throttled_time</c>: throttled seconds per second and pod.</summary>
    ThrottledTime,

    /// <summary><c>service.cpu.usage</c>: cores per pod.</summary>
    CpuUsage,

    /// <summary>
    /// <c>service.cpu.dashboard</c>: usage in one-minute windows as a share of the limit (of the node without).
    /// </summary>
    CpuDashboard,
}
