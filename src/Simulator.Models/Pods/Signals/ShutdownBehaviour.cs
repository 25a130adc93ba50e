using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>What a pod does from SIGTERM on, as its clients and its database see it; times count from
/// it.</summary>
public sealed record ShutdownBehaviour
{
    public required ShutdownOutcome Outcome { get; init; }

    /// <summary>From then on new connections are refused; until then it serves.</summary>
    public required Duration StopsAccepting { get; init; }

    /// <summary>What is in flight at SIGTERM gets its answer.</summary>
    public required bool ServesInFlight { get; init; }

    /// <summary>From then on a request that needs the pool fails, though its connection is accepted; null:
    /// never.</summary>
    public required Duration? PoolEnds { get; init; }

    /// <summary>The process of the service is gone, and all its connections with it.</summary>
    public required Duration ServiceEnds { get; init; }

    /// <summary>PID 1 is gone: the container has ended.</summary>
    public required Duration ContainerEnds { get; init; }

    public required int ExitCode { get; init; }

    /// <summary>Pure: the same options give the same behaviour. Problems instead when a command cannot be
    /// judged.</summary>
    public static (ShutdownBehaviour? Behaviour, ImmutableArray<SignalsProblem> Problems) Of(SignalsOptions options)
    {
        var (result, problems) = ShutdownRun.Run(options);
        if (result is null) return (null, problems);
        var apps = result.Tree.Where(p => p.IsApp).Select(p => p.Pid).ToHashSet();
        var ends = Time(result, e => apps.Contains(e.Pid) && IsEnd(e.Kind)) ?? result.Pid1Exit;
        var handled = Time(result, e => result.IsDelivered && apps.Contains(e.Pid) && e.Kind == SignalEventKind.Caught);
        return (new ShutdownBehaviour
        {
            Outcome = result.Outcome,
            StopsAccepting = options.Handler is AppHandler.Drain or AppHandler.ServerThenPool ? handled ?? ends : ends,
            ServesInFlight = result.Events.Any(e => e.Kind == SignalEventKind.Drained),
            PoolEnds = options.Handler == AppHandler.PoolFirst ? handled : null,
            ServiceEnds = ends,
            ContainerEnds = result.Pid1Exit,
            ExitCode = result.ExitCode,
        }, []);
    }

    private static bool IsEnd(SignalEventKind kind) =>
        kind is SignalEventKind.Exited or SignalEventKind.Killed or SignalEventKind.KilledWithNamespace;

    private static Duration? Time(ShutdownResult result, Func<SignalEvent, bool> what)
    {
        foreach (var e in result.Events)
            if (what(e)) return e.At - SimTime.Zero;
        return null;
    }
}
