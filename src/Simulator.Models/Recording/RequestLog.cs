using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Recording;

/// <summary>Every request as a row, for those who ask; in the order in which the requests ended.</summary>
public sealed class RequestLog
{
    private readonly List<RequestRecord> _rows = [];

    public IReadOnlyList<RequestRecord> Rows => _rows;

    public void Add(in RequestRecord row) => _rows.Add(row);
}

/// <summary>One call: when, whose, where, how it ended, and where its time went.</summary>
/// <remarks>Of several attempts, it is the last one that a pod served and that took the server's time.</remarks>
/// <param name="Intended">Its intended arrival.</param>
/// <param name="Client">Who sent it.</param>
/// <param name="Number">Its number in its client, from 0.</param>
/// <param name="Service">Whom it asked.</param>
/// <param name="Endpoint">For what.</param>
/// <param name="Pod">Who served or refused it.</param>
/// <param name="Outcome">As the client saw it.</param>
/// <param name="Latency">As the client saw it; of an unfinished request so far.</param>
/// <param name="ServerLatency">Until the server was done with it.</param>
/// <param name="Time">Where the server's latency went.</param>
/// <param name="CpuTime">Burnt by all its tasks.</param>
/// <param name="Attempts">Requests that were sent for it.</param>
/// <param name="ClientTime">Where the latency went, as the client saw it.</param>
public readonly record struct RequestRecord(
    SimTime Intended,
    string Client,
    long Number,
    string Service,
    string Endpoint,
    string Pod,
    Outcome Outcome,
    Duration Latency,
    Duration ServerLatency,
    TimeAccount Time,
    Duration CpuTime,
    int Attempts,
    TimeAccount ClientTime);
