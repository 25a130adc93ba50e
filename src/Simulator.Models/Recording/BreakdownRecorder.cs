using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>The accounts of an endpoint's or a client's requests, after warm-up.</summary>
public sealed class BreakdownRecorder(MeasuringPlan plan)
{
    public TimeBreakdown Measured { get; } = new();

    /// <param name="intended">The request's intended arrival: it decides on warm-up.</param>
    /// <param name="latency">Not negative.</param>
    /// <param name="account">Where it went: all of it, or whoever added to it forgot something.</param>
    /// <param name="client">Whose request it is; null: one that is not looked at by itself.</param>
    /// <param name="number">In its client.</param>
    /// <param name="attempt">Of its call; null: the call as a whole.</param>
    /// <param name="earlier">What its part in earlier attempts is made of.</param>
    public void Record(
        SimTime intended, Duration latency, in TimeAccount account, string? client = null, long number = 0,
        int? attempt = null, in TimeAccount earlier = default)
    {
        if (account.Total != latency) throw new InvalidOperationException(
            $"The parts of a request's time add up to {account.Total}, its latency is {latency}.");
        var tries = account[TimePart.EarlierAttempts];
        if (tries != Duration.Zero && earlier.Total != tries) throw new InvalidOperationException(
            $"Earlier attempts took {tries}, their parts {earlier.Total}.");
        if (!plan.Counts(intended)) return;
        Measured.Record(account, earlier);
        if (client is not null) Measured.Consider(latency, intended, account, earlier, client, number, attempt);
    }
}
