using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>The explanation for machines: the same numbers and sentences as on the console.</summary>
internal static class ExplainJson
{
    public static void Write(Stream stream, ImmutableArray<Explained> all)
    {
        var run = all[0].Run;
        var document = new JsonExplanations(
            SummaryJson.SchemaVersion, run.Version, run.Scenario, run.Seed, [.. all.Select(Of)]);
        JsonSerializer.Serialize(stream, document, ExplainJsonContext.Default.JsonExplanations);
        stream.WriteByte((byte)'\n');
    }

    private static JsonExplanation Of(Explained one) => new(
        one.Variant.Name, one.Variant.Sha256, one.What.Metric, one.What.Rank, one.What.Count,
        ExplainReport.Headline(one),
        [
            .. one.What.Ranks.Select((r, i) => new JsonExplainedRank(
                one.What.Worst is not null && i == one.What.Ranks.Length - 1 ? "max" : SummaryRows.RankName(r.Rank),
                r.Account.Latency.Value, r.Low, r.High, r.IsOnCliff,
                [
                    .. one.Parts.Select(p => new JsonExplainedPart(
                        TimePartName.Of(p), r[p], Finite(r.Account.Parts[(int)p].HalfWidth), r.ShareOf(p))),
                ])),
        ],
        [.. ExplainReport.Why(one)], CauseChain.NotTheCause(one),
        one.Course is not { } course ? null : new JsonCourse(
            course.Request.Request.Client, course.Request.Request.Number, course.Replication,
            course.From.TotalSeconds, course.Request.Latency.TotalSeconds));

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

internal sealed record JsonExplanations(
    int SchemaVersion, string SimulatorVersion, string Scenario, ulong Seed, IReadOnlyList<JsonExplanation> Variants);

internal sealed record JsonExplanation(
    string Variant, string Sha256, string Metric, double Percentile, long Count, string Headline,
    IReadOnlyList<JsonExplainedRank> Percentiles, IReadOnlyList<string> Why, string? NotTheCause,
    JsonCourse? WorstRequest);

internal sealed record JsonExplainedRank(
    string Percentile, double Seconds, double Low, double High, bool OnCliff, IReadOnlyList<JsonExplainedPart> Parts);

internal sealed record JsonExplainedPart(string Part, double Seconds, double? HalfWidth, double Share);

internal sealed record JsonCourse(
    string Client, long Number, int Replication, double ArrivedAtSeconds, double LatencySeconds);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonExplanations))]
internal sealed partial class ExplainJsonContext : JsonSerializerContext;
