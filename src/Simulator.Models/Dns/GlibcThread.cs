namespace Simulator.Models.Dns;

/// <summary>What glibc keeps in a thread: once one of two replies was lost, it asks one after the other for
/// good.</summary>
public sealed class GlibcThread
{
    /// <summary>RES_SNGLKUP set by a loss (bug 31476: never cleared).</summary>
    public bool SingleRequest { get; internal set; }

    /// <summary>RES_SNGLKUPREOP set by a second loss.</summary>
    public bool SingleRequestReopen { get; internal set; }
}
