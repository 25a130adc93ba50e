using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Recording;

/// <summary>What one client sent and how it ended, after warm-up.</summary>
public sealed class ClientRecorder(MeasuringPlan plan)
{
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];

    public long Arrivals { get; private set; }

    /// <summary>From the intended arrival to the answer or the timeout; a refusal has no latency.</summary>
    public LatencyRecorder Latency { get; } = new(plan);

    /// <summary>Requests that ended so; all outcomes add up to <see cref="Arrivals"/> once the run is over.</summary>
    public long Count(Outcome outcome) => _outcomes[(int)outcome];

    public void OnArrival(SimTime intended)
    {
        if (plan.Counts(intended)) Arrivals++;
    }

    public void OnOutcome(SimTime intended, Outcome outcome, Duration latency)
    {
        if (plan.Counts(intended)) _outcomes[(int)outcome]++;
        if (outcome == Outcome.Unfinished) Latency.RecordUnfinished(intended, latency);
        else if (outcome != Outcome.Rejected) Latency.Record(intended, latency);
    }
}
