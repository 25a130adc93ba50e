namespace Simulator;

/// <summary>What the process ends with; 99, 104 and 105 are k6's numbers for the same things.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A bug of ours.</summary>
    public const int InternalError = 1;

    /// <summary>A threshold failed, a figure lies outside its bound, or verified events differ.</summary>
    public const int Failed = 99;

    /// <summary>A scenario, a file or the command line is wrong.</summary>
    public const int Invalid = 104;

    /// <summary>SIGINT or SIGTERM; nothing half-written is left.</summary>
    public const int Interrupted = 105;
}
