using System.CommandLine;
using System.Text;
using Simulator.Reports;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary>
/// <c>simulator truth</c>; <c>truth cpu</c> replays recordings of real kernels through the CPU model and compares.
/// </summary>
internal static class TruthCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancel) =>
        new("truth", "Hold a model against recordings of the real thing.")
        {
            Cpu(terminal, cancel),
            TruthDnsCommand.Create(terminal, cancel),
            TruthPoolsCommand.Create(terminal, cancel),
            TruthSignalsCommand.Create(terminal, cancel),
        };

    private static Command Cpu(Terminal terminal, CancellationToken cancel)
    {
        var recordings = new Option<string?>("--recordings")
        {
            Description = "File of recordings, one JSON object a line (default: those that come with the simulator).",
            HelpName = "FILE.jsonl",
        };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var output = new Option<string>("--out")
        {
            Description = "Folder for cpu.csv and the plot.",
            DefaultValueFactory = _ => Path.Combine("results", "truth"),
        };
        var command = new Command("cpu", "CPU bandwidth control against recordings of Linux kernels.")
        {
            recordings, format, output,
        };
        command.SetAction(parsed =>
        {
            Results.Check(parsed.GetValue(output)!);
            var file = parsed.GetValue(recordings);
            var rows = TruthOrder.WorstFirst(Compare(Read(file), cancel));
            var source = file is null ? "the recordings that come with the simulator" : Path.GetFileName(file);
            Write(terminal, parsed.GetValue(output)!, rows, source, parsed.GetValue(format) == "json", cancel);
            return rows.All(r => r.Inside) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static IReadOnlyList<CpuRecording> Read(string? file) => file is null
        ? RecordingsInput.Valid(CpuRecordings.Shipped())
        : RecordingsInput.Read(file, text => CpuRecordings.Read(file, new StringReader(text)));

    // One by one on all cores: a replay may take a second, and Ctrl-C should not wait for all of them.
    private static List<TruthRow> Compare(IReadOnlyList<CpuRecording> recordings, CancellationToken cancel)
    {
        var rows = new IReadOnlyList<TruthRow>[recordings.Count];
        var cancellable = new ParallelOptions { CancellationToken = cancel };
        Parallel.For(0, rows.Length, cancellable, i => rows[i] = CpuTruth.Compare(recordings[i]));
        return [.. rows.SelectMany(r => r)];
    }

    private static void Write(Terminal terminal, string folder, IReadOnlyList<TruthRow> rows, string source, bool json,
        CancellationToken cancel)
    {
        var files = new List<ResultFile> { new("cpu.csv", s => TruthCsv.Write(s, rows)) };
        if (TruthPlot.Of(rows, source) is { } figure)
        {
            files.Add(new ResultFile("cpu.png", s => s.Write(figure.ToPng())));
            files.Add(new ResultFile("cpu.svg", s => s.Write(Encoding.UTF8.GetBytes(figure.ToSvg()))));
        }

        Results.Write(folder, files, cancel);
        if (json)
        {
            using var text = new MemoryStream();
            TruthReport.WriteJson(text, rows);
            terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
            return;
        }

        TruthReport.Write(terminal.Console, rows);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"All figures: {Path.Combine(folder, "cpu.csv")}");
    }
}
