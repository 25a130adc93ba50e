using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals;

/// <summary>How a shutdown went, in the recordings' words.</summary>
public enum ShutdownOutcome
{
    /// <summary>The service finished what was in flight.</summary>
    Graceful,

    /// <summary>It died, or was cut short, before the grace was over.</summary>
    TerminatedWithoutDrain,

    /// <summary>It lived until SIGKILL.</summary>
    KilledAfterGrace,

    /// <summary>PID 1 ended before anybody sent a signal.</summary>
    EndedByItself,
}

/// <summary>A process as it was before SIGTERM.</summary>
/// <param name="Pid">Within the namespace.</param>
/// <param name="ParentPid">0 for PID 1.</param>
/// <param name="Name">comm.</param>
/// <param name="CommandLine">The words it was started with.</param>
/// <param name="Term">What it has told the kernel to do with SIGTERM.</param>
/// <param name="IsApp">The service itself.</param>
public readonly record struct TreeProcess(
    int Pid, int ParentPid, string Name, string CommandLine, Disposition Term, bool IsApp);

/// <summary>The process tree, and what SIGTERM did to it.</summary>
public sealed record ShutdownResult
{
    public required ShutdownOutcome Outcome { get; init; }

    /// <summary>In the order of the tree.</summary>
    public required ImmutableArray<TreeProcess> Tree { get; init; }

    /// <summary>From SIGTERM on, in order; times count from it.</summary>
    public required ImmutableArray<SignalEvent> Events { get; init; }

    /// <summary>From SIGTERM to the end of PID 1.</summary>
    public required Duration Pid1Exit { get; init; }

    /// <summary>As a container runtime shows it: 137 after SIGKILL.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The service's own handler ran.</summary>
    public required bool IsDelivered { get; init; }

    /// <summary>What had to be assumed.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    public bool KilledAfterGrace => Outcome == ShutdownOutcome.KilledAfterGrace;
}

/// <summary>Starts a command as PID 1 of a namespace of its own, sends SIGTERM, and after the grace SIGKILL.</summary>
public static class ShutdownRun
{
    // A service that is up this long is taken to be ready.
    private static readonly Duration UntilTerm = Duration.FromMilliseconds(10_050);
    private static readonly Duration LongestStart = Duration.FromSeconds(900);
    private static readonly Duration Step = Duration.FromMilliseconds(50);

    /// <summary>Either a result or what stands in its way.</summary>
    public static (ShutdownResult? Result, ImmutableArray<SignalsProblem> Problems) Run(SignalsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Command.IsEmpty || options.Command[0].Length == 0)
            return (null, [new SignalsProblem("no-command", "there is no command", null, null)]);
        // Without a service, as with 'sleep infinity', SIGTERM comes when one would have been up.
        var (result, problems, hadService) = Run(options, needsService: true);
        if (!hadService && problems.IsEmpty) (result, problems, _) = Run(options, needsService: false);
        return (result, problems);
    }

    private static (ShutdownResult? Result, ImmutableArray<SignalsProblem> Problems, bool HadService) Run(
        SignalsOptions options, bool needsService)
    {
        var simulation = new Simulation();
        var launcher = new Launcher(simulation, options);
        var init = launcher.Table.Fork(null);
        if (!options.IsPid1)
        {
            ProcessTable.Exec(init, new EndlessProgram(), "host", "host");
            init = launcher.Table.Fork(init);
        }

        launcher.Exec(init, WithInit(options));
        var up = Settle(simulation, launcher.Table, init, needsService);
        if (launcher.Problems.Count > 0) return (null, [.. launcher.Problems.Distinct()], up);
        if (!init.IsAlive) return (Result(launcher, init, [], simulation.Now, false), [], up);

        var tree = Tree(launcher.Table, init, []);
        var start = simulation.Now;
        launcher.Table.Events.Clear();
        launcher.Table.KillFromOutside(init, UnixSignal.Term);
        var end = start + options.Grace;
        while (init.IsAlive && simulation.Now < end) simulation.RunUntil(Earlier(simulation.Now + Step, end));
        var killed = init.IsAlive;
        if (killed) launcher.Table.KillFromOutside(init, UnixSignal.Kill);
        return launcher.Problems.Count > 0
            ? (null, [.. launcher.Problems.Distinct()], up)
            : (Result(launcher, init, [.. tree], start, killed), [], up);
    }

    private static ImmutableArray<string> WithInit(SignalsOptions options) => options.Init switch
    {
        InitKind.None => options.Command,
        InitKind.Tini => ["tini", "--", .. options.Command],
        InitKind.DumbInit => ["dumb-init", "--", .. options.Command],
        InitKind.Catatonit => ["catatonit", "--", .. options.Command],
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Init, "no such init"),
    };

    private static SimTime Earlier(SimTime a, SimTime b) => a < b ? a : b;

    // Whether a service came up.
    private static bool Settle(Simulation simulation, ProcessTable table, OsProcess init, bool needsService)
    {
        SimTime? up = needsService ? null : SimTime.Zero;
        while (init.IsAlive)
        {
            // Slower as time goes by: nobody looks at milliseconds after minutes.
            var step = (simulation.Now - SimTime.Zero) / 100;
            simulation.RunUntil(simulation.Now + (step > Step ? step : Step));
            if (up is null && table.All.Any(p => p.IsAlive && p.IsApp)) up = simulation.Now;
            if (up is { } since && simulation.Now - since >= UntilTerm) break;
            if (up is null && (simulation.PendingEvents == 0 || simulation.Now - SimTime.Zero > LongestStart)) break;
        }

        return up is not null;
    }

    private static List<TreeProcess> Tree(ProcessTable table, OsProcess process, List<TreeProcess> tree)
    {
        tree.Add(new TreeProcess(process.Pid, process.Parent?.Pid ?? 0, process.Name, process.CommandLine,
            process[UnixSignal.Term], process.IsApp));
        foreach (var child in table.All.Where(p => p.IsAlive && p.Parent == process)) Tree(table, child, tree);
        return tree;
    }

    private static ShutdownResult Result(
        Launcher launcher, OsProcess init, ImmutableArray<TreeProcess> tree, SimTime start, bool killed)
    {
        var apps = launcher.Table.All.Where(p => tree.Any(t => t.Pid == p.Pid && t.IsApp)).Select(p => p.App).ToList();
        var drained = apps.Count > 0 && apps.TrueForAll(a => a!.IsDrained);
        return new ShutdownResult
        {
            Outcome = tree.IsEmpty ? ShutdownOutcome.EndedByItself
                : killed ? ShutdownOutcome.KilledAfterGrace
                : drained ? ShutdownOutcome.Graceful
                : ShutdownOutcome.TerminatedWithoutDrain,
            Tree = tree,
            Events = [.. launcher.Table.Events.Select(e => e with { At = SimTime.Zero + (e.At - start) })],
            Pid1Exit = init.Ended!.Value - start,
            ExitCode = init.Status.Shown,
            IsDelivered = apps.Exists(a => a!.IsDelivered),
            Notes = [.. launcher.Notes],
        };
    }
}
