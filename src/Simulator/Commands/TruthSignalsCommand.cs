using System.Text;
using Simulator.Reports;
using Simulator.Reports.Signals;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary><c>simulator truth signals</c>: sends SIGTERM to recorded commands in the model, and compares.</summary>
internal static class TruthSignalsCommand
{
    public static TruthVerb Verb => new()
    {
        Name = "signals",
        About = "SIGTERM and PID 1 against recordings of real containers' processes.",
        Artifacts = "signals.csv",
        Compare = (file, _) =>
        {
            var rows = SignalsTruthReport.WorstFirst(Read(file).Select(SignalsTruth.Compare));
            return new TruthResult(
                rows.All(r => r.IsMet),
                [new ResultFile("signals.csv", s => SignalsTruthCsv.Write(s, rows))],
                console => SignalsTruthReport.Write(console, rows),
                stream => SignalsTruthReport.WriteJson(stream, rows));
        },
    };

    private static IReadOnlyList<SignalsRecording> Read(string? file) => file is null
        ? RecordingsInput.Valid(SignalsRecordings.Shipped())
        : RecordingsInput.Read(file, t => SignalsRecordings.Read(file, new MemoryStream(Encoding.UTF8.GetBytes(t))));
}
