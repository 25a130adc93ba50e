using Simulator.Kernel;
using Simulator.Models.Pods.Signals;

namespace Simulator.Reports.Signals;

/// <summary>Why a shutdown went as it did, from what happened to the processes.</summary>
public static class SignalsReason
{
    private const string Exempt = "the kernel spares PID 1 every signal that it has no handler for";

    public static string Of(ShutdownResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Outcome switch
        {
            ShutdownOutcome.EndedByItself => "PID 1 ended before anybody sent a signal: nothing was left for it to "
                + "wait for. What still ran in the background died with it.",
            ShutdownOutcome.Graceful => Graceful(result),
            ShutdownOutcome.KilledAfterGrace => Killed(result),
            _ => Terminated(result),
        };
    }

    private static string Service(ShutdownResult result) =>
        result.Tree.FirstOrDefault(p => p.IsApp).Name is { Length: > 0 } name ? name : "the command";

    private static SignalEvent? First(ShutdownResult result, Func<SignalEvent, bool> what)
    {
        foreach (var e in result.Events)
            if (what(e)) return e;
        return null;
    }

    private static string Graceful(ShutdownResult result)
    {
        var app = result.Tree.First(p => p.IsApp);
        var way = result.Events.TakeWhile(e => e.Pid != app.Pid).Where(e => e.Kind == SignalEventKind.Caught)
            .Select(e => e.Name).Distinct().ToList();
        var through = way.Count == 0 ? "" : $" through {string.Join(" and ", way)}";
        return app.Pid == 1
            ? $"{app.Name} is PID 1: SIGTERM reaches its handler, and it finishes what is in flight."
            : $"SIGTERM reaches the handler of {app.Name}{through}, and it finishes what is in flight.";
    }

    private static string Killed(ShutdownResult result)
    {
        var service = Service(result);
        if (First(result, e => e.Kind == SignalEventKind.Drained) is { } drained)
            return $"{service} was done after {Time(drained.At)}, but PID 1 went on until SIGKILL.";
        if (result.IsDelivered) return $"SIGTERM reached {service}, but it needs longer than the grace.";
        var init = result.Tree[0];
        var first = result.Events[0];
        if (first.Kind == SignalEventKind.DroppedForInit)
            return init.IsApp || result.Tree.Length == 1
                ? $"{init.Name} is PID 1 and does not handle SIGTERM, and {Exempt}."
                : $"{init.Name} is PID 1 and does not handle SIGTERM, and {Exempt}. It passes nothing on: "
                    + $"{service} never hears of it.";
        if (first.Kind == SignalEventKind.Ignored) return $"{first.Name} ignores SIGTERM.";
        if (First(result, e => e.Kind == SignalEventKind.DroppedForInit) is { } raised && init.IsApp)
            return $"{raised.Name} is PID 1 and does not handle SIGTERM; its runtime raises it again, and {Exempt}.";
        var last = result.Events.Last(e => e.Kind == SignalEventKind.Caught);
        if (last.Name.StartsWith("npm", StringComparison.Ordinal))
            return $"this version of npm listens to SIGTERM and does nothing about it: {service} never hears of it.";
        return Shells.Contains(last.Name) || last.Name.EndsWith(".sh", StringComparison.Ordinal)
            ? $"{last.Name} has a trap, but nothing in it makes {service} end: a trap waits for the command in the "
                + "foreground, and acts on the processes that it names."
            : $"SIGTERM gets as far as {last.Name}, which does not pass it on to {service}.";
    }

    private static readonly string[] Shells = ["sh", "dash", "ash", "bash", "busybox"];

    private static string Terminated(ShutdownResult result)
    {
        var service = Service(result);
        var app = result.Tree.FirstOrDefault(p => p.IsApp);
        var end = First(result, e => e.Pid == app.Pid && e.Kind is SignalEventKind.Killed or SignalEventKind.Exited
            or SignalEventKind.KilledWithNamespace);
        if (end?.Kind == SignalEventKind.Killed)
            return $"{service} does not handle {end.Value.Signal.Name()}, so it dies of it at once, "
                + "with everything in flight.";
        if (end?.Kind == SignalEventKind.Exited)
            return $"{service} ends at once, without finishing what is in flight.";
        var shell = First(result, e => e.Kind == SignalEventKind.Killed && e.Pid != app.Pid);
        var cause = shell is { } dead ? $"{dead.Name} does not handle SIGTERM and dies without passing it on. " : "";
        var name = result.Tree[0].Name;
        var heard = result.IsDelivered ? "had begun to drain" : "had not heard of it";
        return $"{cause}{name}, PID 1, ends after {Time(SimTime.Zero + result.Pid1Exit)}, and the kernel kills all "
            + $"that is left with it: {service} {heard}.";
    }

    internal static string Time(SimTime at) => Human.Exact(Duration.FromMilliseconds(
        Math.Round((at - SimTime.Zero).TotalMilliseconds)));
}
