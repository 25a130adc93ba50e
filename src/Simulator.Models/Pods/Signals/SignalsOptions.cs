using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>Which shell <c>/bin/sh</c> is in the image.</summary>
public enum ShellKind
{
    /// <summary>Debian's and Ubuntu's dash: patch 0004 takes out the exec of the last command of
    /// <c>-c</c>.</summary>
    DashDebian,

    /// <summary>dash as its authors release it (0.5.11 and newer).</summary>
    Dash,

    /// <summary>bash 5.2; also as sh or with --posix.</summary>
    Bash,

    /// <summary>ash of busybox 1.35: Alpine's.</summary>
    Busybox,
}

/// <summary>What starts the command as PID 1.</summary>
public enum InitKind
{
    None,
    Tini,
    DumbInit,
    Catatonit,
}

/// <summary>What a language's runtime does with SIGTERM when the program does nothing.</summary>
public enum AppRuntime
{
    /// <summary>Nothing: C, C++, Rust.</summary>
    Native,
    Node,
    Go,
    Python,

    /// <summary>From .NET 10 on nothing is registered for a console program.</summary>
    Dotnet10,
    Dotnet9,
    Jvm,
}

/// <summary>What the service does at SIGTERM.</summary>
public enum AppHandler
{
    None,

    /// <summary>Exits at once.</summary>
    Exit,

    /// <summary>Closes the server, then, when the last connection is gone, the pool.</summary>
    ServerThenPool,

    /// <summary>Ends the pool first: what arrives meanwhile fails.</summary>
    PoolFirst,

    /// <summary>Finishes what is in flight, closes, exits 0.</summary>
    Drain,
}

/// <summary>A container's command and everything that decides what SIGTERM does to it.</summary>
public sealed record SignalsOptions
{
    /// <summary>As PID 1 is started, after the init of <see cref="Init"/>.</summary>
    public required ImmutableArray<string> Command { get; init; }

    public ShellKind Shell { get; init; } = ShellKind.DashDebian;

    /// <summary>What npm, yarn and pnpm run scripts with; null: <see cref="Shell"/>.</summary>
    public ShellKind? ScriptShell { get; init; }

    public InitKind Init { get; init; }

    /// <summary>Null: by the program's name, and <see cref="AppRuntime.Native"/> for one that is not known.</summary>
    public AppRuntime? Runtime { get; init; }

    public AppHandler Handler { get; init; } = AppHandler.Drain;

    /// <summary>npm of node 20 and 22 images.</summary>
    public Version Npm { get; init; } = new(10, 8, 2);

    public Version Yarn { get; init; } = new(1, 22, 22);

    public Version Pnpm { get; init; } = new(9, 15, 9);

    /// <summary>terminationGracePeriodSeconds, 30 s in Kubernetes.</summary>
    public Duration Grace { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long the service needs for what is in flight.</summary>
    public Duration InFlight { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>How long an idle HTTP connection is kept: node's keepAliveTimeout 5 s and its buffer of 1 s.</summary>
    public Duration KeepAlive { get; init; } = Duration.FromSeconds(6);

    /// <summary>scripts of package.json.</summary>
    public ImmutableDictionary<string, string> PackageScripts { get; init; } =
        ImmutableDictionary<string, string>.Empty.Add("start", "node server.js");

    /// <summary>Variables of the container.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Text of a script in the image; null: not known.</summary>
    public Func<string, string?> ReadScript { get; init; } = _ => null;

    /// <summary>False: the command runs in somebody else's namespace, as a control.</summary>
    public bool IsPid1 { get; init; } = true;

    /// <summary>False only under unshare(1); a container runtime makes PID 1 the leader of a session.</summary>
    public bool IsSessionLeader { get; init; } = true;
}
