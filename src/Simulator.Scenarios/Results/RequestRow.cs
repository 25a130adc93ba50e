using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Scenarios.Results;

/// <summary>
/// One call: when, whose, where, how it ended, and where its time went; of several attempts the last one's.
/// </summary>
public sealed record RequestRow
{
    /// <summary>Its intended arrival.</summary>
    public required SimTime At { get; init; }

    public required string Client { get; init; }

    /// <summary>Of the client's requests, from 0.</summary>
    public required long Number { get; init; }

    public required string Service { get; init; }

    public required string Endpoint { get; init; }

    public required string Pod { get; init; }

    /// <summary>As the client saw it, named as in <see cref="ClientResult.Outcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>As the client saw it; so far where unfinished.</summary>
    public required Duration Latency { get; init; }

    /// <summary>Until the server was done with it: longer than the latency after a timeout.</summary>
    public required Duration ServerLatency { get; init; }

    /// <summary>Where the server's latency went.</summary>
    public required TimeAccount Time { get; init; }

    /// <summary>Burnt by all its tasks.</summary>
    public required Duration CpuTime { get; init; }

    /// <summary>Requests that were sent for it.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Where the latency went, as the client saw it.</summary>
    public TimeAccount ClientTime { get; init; }
}
