using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Recording;

/// <summary>What one client asked, how it ended: counted after warm-up, and by interval over the whole run.</summary>
public sealed class ClientRecorder(MeasuringPlan plan)
{
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];
    private readonly IntervalCounts?[] _ends = new IntervalCounts?[Enum.GetValues<Outcome>().Length];
    private readonly IntervalCounts _arrivals = new(plan);
    private IntervalCounts? _attempts;

    /// <summary>Calls.</summary>
    public long Arrivals { get; private set; }

    /// <summary>Requests sent for these calls; none where a call is one request.</summary>
    public long Attempts { get; private set; }

    /// <summary>Of them, those after a call's first.</summary>
    public long Retries { get; private set; }

    /// <summary>Where the calls' latencies went.</summary>
    public BreakdownRecorder Breakdown { get; } = new(plan);

    /// <summary>From the intended arrival to the last answer or the timeout; a refusal at once has none.</summary>
    public LatencyRecorder Latency { get; } = new(plan);

    /// <summary>Calls by the interval of their arrival.</summary>
    public ImmutableArray<long> ArrivalSeries => _arrivals.Counts;

    /// <summary>Attempts by the interval of their sending; zeros where a call is one request.</summary>
    public ImmutableArray<long> AttemptSeries => _attempts?.Counts ?? [.. new long[plan.Intervals]];

    /// <summary>Calls that ended so; all outcomes add up to <see cref="Arrivals"/> once the run is over.</summary>
    public long Count(Outcome outcome) => _outcomes[(int)outcome];

    /// <summary>Calls that ended so, by the interval of their end; empty where none did.</summary>
    public ImmutableArray<long> EndSeries(Outcome outcome) => _ends[(int)outcome]?.Counts ?? [];

    public void OnArrival(SimTime intended)
    {
        if (plan.Counts(intended)) Arrivals++;
        _arrivals.Add(intended);
    }

    /// <param name="intended">The call's arrival: it decides on warm-up.</param>
    /// <param name="sent">The attempt's own.</param>
    /// <param name="isRetry">It is not the call's first.</param>
    public void OnAttempt(SimTime intended, SimTime sent, bool isRetry)
    {
        if (plan.Counts(intended))
        {
            Attempts++;
            if (isRetry) Retries++;
        }

        (_attempts ??= new IntervalCounts(plan)).Add(sent);
    }

    /// <summary>A call has ended for its client.</summary>
    /// <param name="intended">Its arrival.</param>
    /// <param name="outcome">As the client saw it.</param>
    /// <param name="latency">As the client saw it.</param>
    /// <param name="time">Where that went.</param>
    /// <param name="earlier">Where the time of its earlier attempts went.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="number">In its client.</param>
    public void OnOutcome(
        SimTime intended, Outcome outcome, Duration latency, in TimeAccount time, in TimeAccount earlier, string client,
        long number)
    {
        if (plan.Counts(intended)) _outcomes[(int)outcome]++;
        (_ends[(int)outcome] ??= new IntervalCounts(plan)).Add(intended + latency);
        if (outcome == Outcome.Unfinished) Latency.RecordUnfinished(intended, latency);
        else if (latency > Duration.Zero || !IsRefusal(outcome)) Latency.Record(intended, latency);
        else return;
        Breakdown.Record(intended, latency, time, client, number, attempt: null, earlier);
    }

    private static bool IsRefusal(Outcome outcome) =>
        outcome is Outcome.Rejected or Outcome.ConnectionRefused or Outcome.CircuitOpen;
}
