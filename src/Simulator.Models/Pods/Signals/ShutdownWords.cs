namespace Simulator.Models.Pods.Signals;

/// <summary>Outcomes and choices as recordings, options and files write them.</summary>
public static class ShutdownWords
{
    public static IReadOnlyList<(string Word, ShellKind Kind)> Shells { get; } =
    [
        ("dash-debian", ShellKind.DashDebian), ("dash", ShellKind.Dash), ("bash", ShellKind.Bash),
        ("busybox", ShellKind.Busybox),
    ];

    public static IReadOnlyList<(string Word, InitKind Kind)> Inits { get; } =
    [
        ("none", InitKind.None), ("tini", InitKind.Tini), ("dumb-init", InitKind.DumbInit),
        ("catatonit", InitKind.Catatonit),
    ];

    public static IReadOnlyList<(string Word, AppRuntime Kind)> Runtimes { get; } =
    [
        ("node", AppRuntime.Node), ("go", AppRuntime.Go), ("python", AppRuntime.Python),
        ("dotnet-10", AppRuntime.Dotnet10), ("dotnet-9", AppRuntime.Dotnet9), ("jvm", AppRuntime.Jvm),
        ("native", AppRuntime.Native),
    ];

    public static IReadOnlyList<(string Word, AppHandler Kind)> Handlers { get; } =
    [
        ("none", AppHandler.None), ("exit", AppHandler.Exit), ("server-then-pool", AppHandler.ServerThenPool),
        ("pool-first", AppHandler.PoolFirst), ("drain", AppHandler.Drain),
    ];

    /// <summary>In the recordings' words.</summary>
    public static string InWords(this ShutdownOutcome outcome) => outcome switch
    {
        ShutdownOutcome.Graceful => "graceful",
        ShutdownOutcome.TerminatedWithoutDrain => "terminated, no drain",
        ShutdownOutcome.KilledAfterGrace => "SIGKILL after grace",
        _ => "ended by itself",
    };
}
