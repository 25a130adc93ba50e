using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>The accounts of an endpoint's requests, after warm-up.</summary>
public sealed class BreakdownRecorder(MeasuringPlan plan)
{
    public TimeBreakdown Measured { get; } = new();

    /// <param name="intended">The request's intended arrival: it decides on warm-up.</param>
    /// <param name="latency">Not negative.</param>
    /// <param name="account">Where it went: all of it, or whoever added to it forgot something.</param>
    public void Record(SimTime intended, Duration latency, in TimeAccount account)
    {
        if (account.Total != latency) throw new InvalidOperationException(
            $"The parts of a request's time add up to {account.Total}, its latency is {latency}.");
        if (plan.Counts(intended)) Measured.Record(account);
    }
}
