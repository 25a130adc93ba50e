using System.CommandLine;
using System.Text;
using Simulator.Reports;
using Simulator.Reports.Signals;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary><c>simulator truth signals</c>: sends SIGTERM to recorded commands in the model, and compares.</summary>
internal static class TruthSignalsCommand
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
            Description = "Folder for signals.csv.",
            DefaultValueFactory = _ => Path.Combine("results", "truth"),
        };
        var command = new Command("signals", "SIGTERM and PID 1 against recordings of real containers' processes.")
        {
            recordings, format, output,
        };
        command.SetAction(parsed =>
        {
            Results.Check(parsed.GetValue(output)!);
            var rows = SignalsTruthReport.WorstFirst(Read(parsed.GetValue(recordings)).Select(SignalsTruth.Compare));
            Write(terminal, parsed.GetValue(output)!, rows, parsed.GetValue(format) == "json", cancel);
            return rows.All(r => r.IsMet) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static IReadOnlyList<SignalsRecording> Read(string? file)
    {
        try
        {
            using var stream = file is null ? null : File.OpenRead(file);
            var (recordings, errors) =
                stream is null ? SignalsRecordings.Shipped() : SignalsRecordings.Read(file!, stream);
            return errors.Count == 0 ? recordings : throw new UserMistakeException(errors);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw UserMistakeException.File(file!, "unreadable", e.Message);
        }
    }

    private static void Write(
        Terminal terminal, string folder, IReadOnlyList<SignalsTruthRow> rows, bool json, CancellationToken cancel)
    {
        Results.Write(folder, [new ResultFile("signals.csv", s => SignalsTruthCsv.Write(s, rows))], cancel);
        if (json)
        {
            using var text = new MemoryStream();
            SignalsTruthReport.WriteJson(text, rows);
            terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
            return;
        }

        SignalsTruthReport.Write(terminal.Console, rows);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"All of it: {Path.Combine(folder, "signals.csv")}");
    }
}
