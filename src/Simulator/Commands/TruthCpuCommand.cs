using System.Text;
using Simulator.Reports;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary><c>simulator truth cpu</c>: replays recordings of real kernels through the CPU model and compares.</summary>
internal static class TruthCpuCommand
{
    public static TruthVerb Verb => new()
    {
        Name = "cpu",
        About = "CPU bandwidth control against recordings of Linux kernels.",
        Recordings = "FILE.jsonl",
        Artifacts = "cpu.csv and the plot",
        Compare = (file, cancel) =>
        {
            var rows = TruthOrder.WorstFirst(Compare(Read(file), cancel));
            var source = file is null ? "the recordings that come with the simulator" : Path.GetFileName(file);
            return new TruthResult(
                rows.All(r => r.Inside),
                Files(rows, source),
                console => TruthReport.Write(console, rows),
                stream => TruthReport.WriteJson(stream, rows));
        },
    };

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

    private static List<ResultFile> Files(IReadOnlyList<TruthRow> rows, string source)
    {
        var files = new List<ResultFile> { new("cpu.csv", s => TruthCsv.Write(s, rows)) };
        if (TruthPlot.Of(rows, source) is not { } figure) return files;
        files.Add(new ResultFile("cpu.png", s => s.Write(figure.ToPng())));
        files.Add(new ResultFile("cpu.svg", s => s.Write(Encoding.UTF8.GetBytes(figure.ToSvg()))));
        return files;
    }
}
