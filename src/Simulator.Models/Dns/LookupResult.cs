namespace Simulator.Models.Dns;

/// <summary>How a lookup can end; the text of a failure is the resolver's own.</summary>
public enum LookupResult
{
    Found,
    NotFound,
    NoData,

    /// <summary>Temporary: nobody answered, or only with errors.</summary>
    TryAgain,

    /// <summary>Waits for ever: a TCP server that accepts and says nothing.</summary>
    Hangs,

    /// <summary>The process dies.</summary>
    Crashes,
}
