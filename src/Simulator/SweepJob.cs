using Simulator.Reports.Sweeps;
using Simulator.Scenarios.Sweeps;
using Simulator.Scenarios.Trials;

namespace Simulator;

/// <summary>One sweep, from its plan to its files and words.</summary>
internal sealed record SweepJob
{
    public required SweepPlan Plan { get; init; }

    public required string Folder { get; init; }

    public required TrialOptions Options { get; init; }

    public bool Plots { get; init; } = true;

    public int Run(Terminal terminal, CancellationToken cancel)
    {
        Results.Check(Folder);
        var points = Path.Combine(Folder, ".points");
        using var journal = Open(points);
        var (runs, done) = (0, 0);
        var options = Options with { Progress = n => Tell(terminal, done, runs = n) };
        try
        {
            var sweep = SweepRun.Run(Plan, options, journal, n => Tell(terminal, done = n, runs), cancel);
            terminal.Progress("drawing");
            var files = SweepFiles.Of(sweep, Plots);
            cancel.ThrowIfCancellationRequested();
            SweepFiles.Write(Folder, points, files);
            terminal.Progress(null);
            new SweepReport(terminal.Console, sweep).Write();
            terminal.Output.WriteLine();
            var none = Plots && SweepFiles.WhyNoPlot(sweep) is { } why ? $" ({why})" : "";
            terminal.Output.WriteLine($"{Folder}: {string.Join(", ", files.Select(f => f.Name))}{none}");
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Progress(null);
            terminal.Error.WriteLine(
                $"interrupted; {done} of {Plan.Points.Length} points are finished, and the same command goes on from there");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw new UserMistakeException([$"--out: error[unwritable] {Folder}: {e.Message}"]);
        }
    }

    private void Tell(Terminal terminal, int done, int runs) =>
        terminal.Progress($"{done} of {Plan.Points.Length} points, {runs} runs");

    private SweepJournal Open(string points)
    {
        try
        {
            return SweepJournal.Open(points);
        }
        catch (SweepInUseException)
        {
            throw new UserMistakeException(
                [$"--out: error[unusable] {Folder}: another sweep is writing into it; wait, or name another folder"]);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw new UserMistakeException([$"--out: error[unwritable] {Folder}: {e.Message}"]);
        }
    }
}
