using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>One latency metric: all that counts in one histogram, and a coarser one for each interval.</summary>
public sealed class LatencyRecorder(MeasuringPlan plan)
{
    private readonly LatencyHistogram?[] _series = new LatencyHistogram?[plan.Intervals];

    public LatencyHistogram Measured { get; } = new();

    /// <summary>Of the measured ones, those that stand with their latency so far because the run ended.</summary>
    public long Unfinished { get; private set; }

    /// <summary>By interval of the intended arrival; null where nothing arrived.</summary>
    public ImmutableArray<LatencyHistogram?> Series => [.. _series];

    /// <param name="intended">The request's intended arrival: it decides on warm-up and interval.</param>
    /// <param name="latency">Not negative.</param>
    public void Record(SimTime intended, Duration latency)
    {
        if (plan.Counts(intended)) Measured.Record(latency);
        (_series[plan.IntervalOf(intended)] ??= LatencyHistogram.Coarse()).Record(latency);
    }

    /// <summary>
    /// For a request that the end of the run cut short: its latency so far, which is less than the true one.
    /// </summary>
    public void RecordUnfinished(SimTime intended, Duration soFar)
    {
        Record(intended, soFar);
        if (plan.Counts(intended)) Unfinished++;
    }
}
