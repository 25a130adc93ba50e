using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals;
using Spectre.Console;

namespace Simulator.Reports.Signals;

/// <summary>A shutdown for a person: the verdict, the tree, what happened, why, and what would help.</summary>
public static class SignalsReport
{
    private const int MostEvents = 40;

    public static void Write(IAnsiConsole console, SignalsOptions options, ShutdownResult result,
        ImmutableArray<string> advice)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        console.MarkupLine(Verdict(result));
        console.MarkupLine($"[dim]{Text(SetUp(options))}[/]");
        console.WriteLine();
        Tree(console, result);
        console.WriteLine();
        Events(console, result);
        console.WriteLine();
        Wrapped(console, "why", SignalsReason.Of(result), "bold");
        if (advice.IsEmpty && result.Outcome != ShutdownOutcome.Graceful)
            Wrapped(console, "fix", "none of the changes that are tried here makes it graceful", "bold");
        foreach (var (i, change) in advice.Index()) Wrapped(console, i == 0 ? "fix" : "and", change, "green");
        foreach (var note in result.Notes) Wrapped(console, "note", note, "yellow");
    }

    private static string Verdict(ShutdownResult result)
    {
        var time = SignalsReason.Time(SimTime.Zero + result.Pid1Exit);
        var ends = $"PID 1 ends after {time}, exit code {result.ExitCode}";
        return result.Outcome switch
        {
            ShutdownOutcome.Graceful => $"[green]✓[/] [bold]graceful[/]: {ends}",
            ShutdownOutcome.EndedByItself => $"[red]✗[/] [bold]ended by itself[/]: exit code {result.ExitCode}",
            var other => $"[red]✗[/] [bold]{other.InWords()}[/]: {ends}",
        };
    }

    private static string SetUp(SignalsOptions options)
    {
        var shell = ShutdownWords.Shells.First(s => s.Kind == options.Shell).Word;
        var handler = options.Handler switch
        {
            AppHandler.None => "no handler",
            AppHandler.Exit => "handler exits at once",
            _ => $"handler {ShutdownWords.Handlers.First(h => h.Kind == options.Handler).Word}, "
                + $"{Human.Exact(options.InFlight)} in flight",
        };
        return $"/bin/sh is {shell}, {handler}, grace {Human.Exact(options.Grace)}";
    }

    private static void Tree(IAnsiConsole console, ShutdownResult result)
    {
        var grid = Grid(Justify.Right, Justify.Left, Justify.Left);
        grid.AddRow("[dim]pid[/]", "[dim]SIGTERM[/]", "[dim]process[/]");
        foreach (var process in result.Tree)
        {
            var depth = Depth(result, process);
            var text = Text(process.CommandLine is { Length: > 0 } line ? line : process.Name);
            var command = new string(' ', 2 * depth) + (process.IsApp ? $"[bold]{text}[/]" : text);
            grid.AddRow($"{process.Pid}", process.Term.ToString().ToLowerInvariant(), command);
        }

        console.Write(grid);
    }

    private static int Depth(ShutdownResult result, TreeProcess process)
    {
        var depth = 0;
        while (result.Tree.FirstOrDefault(p => p.Pid == process.ParentPid) is { Pid: > 0 } parent)
            (process, depth) = (parent, depth + 1);
        return depth;
    }

    private static void Events(IAnsiConsole console, ShutdownResult result)
    {
        var grid = Grid(Justify.Right, Justify.Right, Justify.Left, Justify.Left);
        grid.AddRow("[dim]time[/]", "[dim]pid[/]", "[dim]process[/]", "[dim]what[/]");
        // What happens again and again, as in a trap that signals itself, has one line.
        var kinds = result.Events.GroupBy(e => e with { At = SimTime.Zero }).ToList();
        foreach (var group in kinds.Take(MostEvents))
        {
            var (e, times) = (group.First(), group.Count());
            var often = times > 1 ? $" × {times}" : "";
            grid.AddRow(SignalsReason.Time(e.At), $"{e.Pid}", Text(e.Name), What(e) + often);
        }

        console.Write(grid);
        if (kinds.Count > MostEvents)
            console.MarkupLine($"[dim]… and {kinds.Count - MostEvents} more (--format json: all)[/]");
    }

    private static string What(SignalEvent e)
    {
        var sender = e.From is { } pid ? $" from {pid}" : " from outside";
        return e.Kind switch
        {
            SignalEventKind.Caught => $"handles {e.Signal.Name()}{sender}",
            SignalEventKind.Ignored => $"[yellow]ignores {e.Signal.Name()}{sender}[/]",
            SignalEventKind.DroppedForInit => $"[yellow]{e.Signal.Name()}{sender} dropped: PID 1, no handler[/]",
            SignalEventKind.Killed => $"[red]dies of {e.Signal.Name()}{sender}[/]",
            SignalEventKind.Exited => $"ends, {e.Status}",
            SignalEventKind.KilledWithNamespace => "[red]killed: PID 1 is gone[/]",
            _ => "[green]has finished what was in flight[/]",
        };
    }

    private static Grid Grid(params Justify[] columns)
    {
        var grid = new Grid();
        foreach (var (i, alignment) in columns.Index())
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = alignment,
                Padding = new Padding(i == 0 ? 0 : 2, 0, 0, 0),
                NoWrap = i < columns.Length - 1,
            });
        }

        return grid;
    }

    private static void Wrapped(IAnsiConsole console, string label, string text, string style)
    {
        var grid = Grid(Justify.Left, Justify.Left);
        grid.AddRow($"[{style}]{label}[/]", Text(text));
        console.Write(grid);
    }

    // A command may hold anything.
    private static string Text(string text) =>
        Markup.Escape(string.Concat(text.Replace('\n', '⏎')
            .Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)));
}
