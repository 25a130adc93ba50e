using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>The resolver outside the cluster, such as the VPC's, which recurses.</summary>
public sealed record UpstreamDnsSpec
{
    /// <summary>From a query to its answer.</summary>
    public DistributionSpec<Duration> Latency { get; init; } =
        DistributionSpec.Constant(Duration.FromMilliseconds(2));

    /// <summary>Of each network interface; what is above is dropped without a word (AWS: 1,024).</summary>
    public int PacketsPerSecond { get; init; } = 1024;

    /// <summary>Share of queries lost on the way there or back, 0 to 1.</summary>
    public double Loss { get; init; }

    private static UpstreamDnsSpec Default { get; } = new();

    internal static ObjectShape<UpstreamDnsSpec> Shape { get; } = new(
        "upstreamDns",
        "The resolver outside the cluster, such as the VPC's, which recurses.",
        f => new UpstreamDnsSpec
        {
            Latency = f.Optional(
                "latency", Chance.Duration, Default.Latency, at => Chance.Constant(Default.Latency, at),
                "From a query to its answer: a time, {p50, p99}, or a distribution by name."),
            PacketsPerSecond = f.Optional(
                "packetsPerSecond", Is.Int(1, 10_000_000), Default.PacketsPerSecond,
                "What one network interface lets through; the rest is dropped without a word. AWS: 1024."),
            Loss = f.Optional(
                "loss", Amount.Ratio, Default.Loss, "Share of queries that are lost on the way there or back."),
        });
}
