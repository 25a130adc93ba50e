using System.Text;
using Simulator.Reports;
using Simulator.Scenarios.Truth.Pools;

namespace Simulator.Commands;

/// <summary><c>simulator truth pools</c>: replays recordings of pools, PgBouncer and Postgres and compares.</summary>
internal static class TruthPoolsCommand
{
    public static TruthVerb Verb => new()
    {
        Name = "pools",
        About = "Connection pools, PgBouncer, Postgres and routing against recordings.",
        Artifacts = "pools.csv",
        Compare = (file, cancel) =>
        {
            var result = PoolTruth.Compare(Read(file), cancel);
            var rows = TruthOrder.WorstFirst(result.Rows);
            return new TruthResult(
                rows.All(r => r.Inside),
                [new ResultFile("pools.csv", s => TruthCsv.Write(s, rows))],
                console => TruthReport.Write(console, rows),
                stream => TruthReport.WriteJson(stream, rows))
            {
                Asides = [.. result.Explanations, .. result.NotReplayed],
            };
        },
    };

    private static PoolRecording Read(string? file) => file is null
        ? PoolRecording.Shipped()
        : RecordingsInput.Read(file, text => Parse(file, text))[0];

    private static (IReadOnlyList<PoolRecording> Recordings, IReadOnlyList<string> Errors) Parse(
        string file, string text)
    {
        var (recording, errors) = PoolRecording.Read(file, new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return (recording is null ? [] : [recording], errors);
    }
}
