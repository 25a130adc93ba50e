using System.CommandLine;
using System.Text;
using Simulator.Reports;
using Simulator.Scenarios.Truth;
using Simulator.Scenarios.Truth.Pools;

namespace Simulator.Commands;

/// <summary><c>simulator truth pools</c>: replays recordings of pools, PgBouncer and Postgres and compares.</summary>
internal static class TruthPoolsCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var recordings = new Option<string?>("--recordings")
        {
            Description = "File of recordings (default: the ones that come with the simulator).",
            HelpName = "FILE.json",
        };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var output = new Option<string>("--out")
        {
            Description = "Folder for pools.csv.",
            DefaultValueFactory = _ => Path.Combine("results", "truth"),
        };
        var command = new Command("pools", "Connection pools, PgBouncer, Postgres and routing against recordings.")
        {
            recordings, format, output,
        };
        command.SetAction(parsed =>
        {
            Results.Check(parsed.GetValue(output)!);
            var result = PoolTruth.Compare(Read(parsed.GetValue(recordings)), cancel);
            var rows = TruthOrder.WorstFirst(result.Rows);
            Write(terminal, parsed.GetValue(output)!, rows, parsed.GetValue(format) == "json", cancel);
            foreach (var line in result.NotReplayed) terminal.Error.WriteLine(line);
            return rows.All(r => r.Inside) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static PoolRecording Read(string? file)
    {
        try
        {
            if (file is null) return PoolRecording.Shipped();
            using var stream = File.OpenRead(file);
            var (recording, errors) = PoolRecording.Read(file, stream);
            return recording ?? throw new UserMistakeException(errors);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw UserMistakeException.File(file!, "unreadable", e.Message);
        }
    }

    private static void Write(
        Terminal terminal, string folder, IReadOnlyList<TruthRow> rows, bool json, CancellationToken cancel)
    {
        Results.Write(folder, [new ResultFile("pools.csv", s => TruthCsv.Write(s, rows))], cancel);
        if (json)
        {
            using var text = new MemoryStream();
            TruthReport.WriteJson(text, rows);
            terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
            return;
        }

        TruthReport.Write(terminal.Console, rows);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"All figures: {Path.Combine(folder, "pools.csv")}");
    }
}
