namespace Simulator.Kernel;

/// <summary>A scheduled event that can still be cancelled; the default value names none.</summary>
public readonly record struct EventHandle(long Key)
{
    /// <summary>False for the default value only; an event that has fired keeps its handle.</summary>
    public bool NamesAnEvent => Key != 0;
}
