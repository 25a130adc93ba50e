using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals;

namespace Simulator.Models.Pods;

/// <summary>What SIGTERM does to a container whose service may have requests in hand; times count from it.</summary>
public sealed record ShutdownPlan
{
    // Longer than any grace.
    private static readonly Duration VeryBusy = Duration.FromSeconds(7 * 86_400);

    /// <summary>Nothing at all: it serves on until SIGKILL.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>The service's handler runs, and finishes what is in flight.</summary>
    public bool Drains { get; init; }

    /// <summary>From then on new connections are refused.</summary>
    public Duration StopsAccepting { get; init; }

    /// <summary>The handler ends its pools first, and closes the listener when they have ended.</summary>
    public bool EndsPoolsFirst { get; init; }

    /// <summary>The service's end with nothing in flight.</summary>
    public Duration EndsIdle { get; init; }

    /// <summary>It is cut short by then, however busy: by the end of the namespace's PID 1; Forever: never.</summary>
    public Duration IsCutShort { get; init; } = Duration.Forever;

    /// <summary>From the service's end to the container's.</summary>
    public Duration Lag { get; init; }

    /// <summary>Of the container.</summary>
    public int ExitCode { get; init; }

    /// <summary>An exec-form command with a handler that drains: as little as any runtime takes.</summary>
    public static ShutdownPlan Graceful { get; } = new() { Drains = true, EndsIdle = Duration.FromMilliseconds(5) };

    /// <summary>
    /// From two shutdowns of the same command, one with nothing in flight and one with endless work. Problems instead
    /// when the command cannot be judged.
    /// </summary>
    public static (ShutdownPlan? Plan, ImmutableArray<SignalsProblem> Problems) Of(SignalsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (idle, problems) = ShutdownBehaviour.Of(options with { InFlight = Duration.Zero });
        if (idle is null) return (null, problems);
        var busy = ShutdownBehaviour.Of(options with { InFlight = VeryBusy }).Behaviour!;
        return (new ShutdownPlan
        {
            IsIgnored = idle.Outcome == ShutdownOutcome.KilledAfterGrace && !idle.ServesInFlight,
            Drains = idle.ServesInFlight,
            StopsAccepting = idle.StopsAccepting,
            EndsPoolsFirst = idle.PoolEnds is not null,
            EndsIdle = idle.ServiceEnds,
            IsCutShort = busy.Outcome == ShutdownOutcome.KilledAfterGrace ? Duration.Forever : busy.ServiceEnds,
            Lag = idle.ContainerEnds - idle.ServiceEnds,
            ExitCode = idle.ExitCode,
        }, []);
    }
}
