namespace Simulator.Models.Pods;

/// <summary>How a request ended for the client that sent it.</summary>
public enum Outcome
{
    Ok,

    /// <summary>The client gave up; the server goes on with it all the same.</summary>
    Timeout,

    /// <summary>The pod's queue was full.</summary>
    Rejected,

    /// <summary>A name it needed had no address; the client is told so.</summary>
    DnsError,

    /// <summary>Still on its way when the run ended.</summary>
    Unfinished,
}
