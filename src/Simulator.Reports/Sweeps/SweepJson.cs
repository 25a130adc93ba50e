using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Reports.Sweeps;

/// <summary>A sweep for machines: points in order, each with its values, its sha256 and its verdicts.</summary>
internal static class SweepJson
{
    public static void Write(Stream stream, SweepResult sweep)
    {
        JsonSerializer.Serialize(stream, Document(sweep), SweepJsonContext.Default.JsonSweep);
        stream.WriteByte((byte)'\n');
    }

    private static JsonSweep Document(SweepResult sweep) => new(
        SummaryJson.SchemaVersion, sweep.Version, sweep.Scenario, sweep.Variant, sweep.Title, sweep.Sha256, sweep.Seed,
        sweep.Strategy == SweepStrategy.Zip ? "zip" : "grid", sweep.Precision,
        [
            .. sweep.Parameters.Select(p => new JsonParameter(
                p.Path, p.Scale?.Unit, [.. p.Values.Select(v => new JsonSweepValue(v.Text, v.Number))])),
        ],
        [.. sweep.Points.Select(Point)]);

    private static JsonPoint Point(SweptPoint point) => new(
        [.. point.Values.Select(v => v.Text)], point.Trial.Variant.Sha256, point.Trial.Replications,
        point.Trial.IsPrecise, point.Trial.Verdicts.All(v => Judgement.Passed(v, strict: false)),
        [.. point.Trial.Verdicts.Select(v => SummaryJson.Threshold(v, strict: false))],
        [
            .. point.Trial.Metrics.Select(m => new JsonFigure(
                m.Name, SummaryJson.Unit(m.Unit), SummaryJson.Finite(m.Value.Value),
                SummaryJson.Finite(m.Value.HalfWidth))),
        ]);
}

internal sealed record JsonSweep(
    int SchemaVersion, string SimulatorVersion, string Scenario, string Variant, string Title, string Sha256, ulong Seed,
    string Strategy, double? Precision, IReadOnlyList<JsonParameter> Parameters, IReadOnlyList<JsonPoint> Points);

internal sealed record JsonParameter(string Path, string? Unit, IReadOnlyList<JsonSweepValue> Values);

internal sealed record JsonSweepValue(string Text, double? Number);

internal sealed record JsonPoint(
    IReadOnlyList<string> Values, string Sha256, int Replications, bool Precise, bool Passed,
    IReadOnlyList<JsonThreshold> Thresholds, IReadOnlyList<JsonFigure> Metrics);

internal sealed record JsonFigure(string Metric, string Unit, double? Value, double? HalfWidth);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonSweep))]
internal sealed partial class SweepJsonContext : JsonSerializerContext;
