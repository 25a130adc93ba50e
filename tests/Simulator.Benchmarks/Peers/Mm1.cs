using Simulator.Kernel;

namespace Simulator.Benchmarks.Peers;

/// <summary>What every contender simulates: one server, ρ = 0.9, the same draws from the same two streams.</summary>
public static class Mm1
{
    public static readonly Duration Service = Duration.FromMilliseconds(0.9);
    public static readonly Duration BetweenArrivals = Duration.FromMilliseconds(1);

    public static RandomStream Arrivals(ulong seed) => new(seed, 0, "arrivals");

    public static RandomStream Services(ulong seed) => new(seed, 0, "services");

    /// <summary>Mean time in the system, in ms: 9 in the long run.</summary>
    public static double Expected => 1 / ((1 / Service.TotalMilliseconds) - (1 / BetweenArrivals.TotalMilliseconds));
}

/// <summary>
/// What a contender reports: its mean time in the system (they must agree) and what it allocated while running.
/// </summary>
public readonly record struct Mm1Result(double MeanMilliseconds, long? BytesInSteadyState);
