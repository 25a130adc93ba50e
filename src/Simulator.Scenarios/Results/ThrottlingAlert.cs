using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>
/// What CPUThrottlingHigh compares and over how long (kubernetes-mixin, alerts/resource_alerts.libsonnet).
/// </summary>
public static class ThrottlingAlert
{
    /// <summary>The alert fires above this share of throttled periods.</summary>
    public const double Ratio = 0.25;

    public static Duration Window => Duration.FromSeconds(300);
}
