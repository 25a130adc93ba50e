using System.Collections.Immutable;
using System.Text;
using Simulator.Reports;
using Simulator.Reports.Formats;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator;

/// <summary>What is done with the variants of a scenario once they are read: run, judge, write, tell.</summary>
internal sealed record RunJob
{
    /// <summary>The first is what the others are compared with.</summary>
    public required ImmutableArray<RunVariant> Variants { get; init; }

    /// <summary>Of the same variants.</summary>
    public required RunOrigin Origin { get; init; }

    public required string Folder { get; init; }

    /// <summary>Written beside the folder.</summary>
    public ImmutableArray<OutFile> Files { get; init; } = [];

    /// <summary>The scenario as it was named.</summary>
    public required string Scenario { get; init; }

    public int? Threads { get; init; }

    public bool KeepRequests { get; init; }

    public bool Plots { get; init; } = true;

    /// <summary>An inconclusive threshold fails.</summary>
    public bool Strict { get; init; }

    /// <summary>Events of the first variant's first replication are written here.</summary>
    public string? TraceEvents { get; init; }

    /// <summary>Events of the first variant's first replication are compared with this earlier trace.</summary>
    public string? VerifyEvents { get; init; }

    public int Run(Terminal terminal, CancellationToken cancel)
    {
        Results.Check(Folder);
        using var events = EventFiles.Open(TraceEvents, VerifyEvents);
        var run = Runner.Run(Variants, new RunOptions
        {
            Threads = Threads,
            KeepRequests = KeepRequests,
            Trace = events?.Trace,
            Progress = (done, total) => terminal.Progress($"{done} of {total} runs"),
        }, cancel);
        if (events?.Finish() is { } difference)
        {
            terminal.Progress(null);
            terminal.Error.WriteLine($"{VerifyEvents}:{difference.EventNumber}:1: error[events-differ] {difference}");
            return ExitCode.Failed;
        }

        terminal.Progress("drawing");
        var summary = Summary.Of(run, Variants);
        var files = ResultFiles.Of(run, summary, Origin, Strict, Plots);
        Results.Write(Folder, files, cancel);
        OutFiles.Write(Files, kind => kind switch
        {
            "junit" => s => JunitReport.Write(s, run, summary, Origin, Strict),
            "sarif" => s => SarifReport.Write(s, run, summary, Origin, Scenario, Strict),
            "md" => s => s.Write(Encoding.UTF8.GetBytes(RunMarkdown.Of(run, summary, Origin, Strict))),
            "json" => files.First(f => f.Name == ResultFiles.Last).Write,
            "csv" => files.First(f => f.Name == "summary.csv").Write,
            _ => files.First(f => f.Name == ResultFiles.Report).Write,
        });
        events?.Keep();
        terminal.Progress(null);
        Tell(terminal, run, summary, files, events);
        return Judgement.Passed(summary, Strict) ? ExitCode.Ok : ExitCode.Failed;
    }

    private void Tell(
        Terminal terminal, RunResult run, Summary summary, IReadOnlyList<ResultFile> files, EventFiles? events)
    {
        var spotlight = new Spotlight(summary);
        new ConsoleReport(terminal.Console, run, spotlight.On(summary), Strict, spotlight.Left).Write();
        if (events?.Trace is { } trace) terminal.Output.WriteLine($"{trace.Events} events, hash {trace.Hash:x16}");
        var plots = files.Count(f => f.Name.EndsWith(".png", StringComparison.Ordinal));
        if (VerifyEvents is not null) terminal.Output.WriteLine($"{VerifyEvents}: all events equal");
        terminal.Output.WriteLine();
        var tables = $"{Folder}: {ResultFiles.Report}, {files.Count - 1 - (2 * plots)} tables";
        terminal.Output.WriteLine(plots == 0 ? tables : $"{tables}, {plots} plots (PNG and SVG)");
        foreach (var file in Files) terminal.Output.WriteLine($"{file.Path}: {file.Kind}");
    }
}
