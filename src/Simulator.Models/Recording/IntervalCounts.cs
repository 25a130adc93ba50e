using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>How often something happened in each interval of the run, warm-up included.</summary>
public sealed class IntervalCounts(MeasuringPlan plan)
{
    private readonly long[] _counts = new long[plan.Intervals];

    public ImmutableArray<long> Counts => [.. _counts];

    public void Add(SimTime at) => _counts[plan.IntervalOf(at)]++;
}
