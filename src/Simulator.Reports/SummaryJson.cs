using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Reports.Databases;
using Simulator.Reports.Dns;
using Simulator.Reports.Pods;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>The summary for machines: versioned, ordered, <c>passed: true</c> is good, numbers in base units.</summary>
public static class SummaryJson
{
    /// <summary>Raised when a field changes its meaning or goes; new fields do not raise it.</summary>
    public const int SchemaVersion = 1;

    public static void Write(Stream stream, RunResult run, Summary summary, bool strict)
    {
        JsonSerializer.Serialize(stream, Document(run, summary, strict), SummaryJsonContext.Default.JsonSummary);
        stream.WriteByte((byte)'\n');
    }

    private static JsonSummary Document(RunResult run, Summary summary, bool strict) => new(
        SchemaVersion, run.Version, run.Scenario, run.Title, run.Question, run.Expectation, run.Seed,
        run.Variants[0].Replications.Length, run.Duration.TotalSeconds, run.Warmup.TotalSeconds,
        Judgement.Passed(summary, strict), strict, [.. summary.Variants.Select(v => Variant(v, strict))]);

    private static JsonVariant Variant(VariantSummary variant, bool strict) => new(
        variant.Name, variant.Title, variant.Sha256, Judgement.Passed(variant, strict),
        [.. variant.Verdicts.Select(v => Threshold(v, strict))],
        [.. variant.Latencies.SelectMany(SummaryRows.Latency).Select(Metric)],
        [.. variant.Breakdowns.SelectMany(SummaryRows.Breakdown).Select(Metric)],
        [.. variant.Clients.SelectMany(SummaryRows.Client).Select(Metric)],
        [.. variant.Services.Select(s => new JsonService(
            s.Service, s.Pods, s.LimitCores, [.. SummaryRows.Service(s).Select(Metric)]))],
        JsonDns.Of(variant.Dns, Metric), JsonDatabases.Of(variant.Databases, Metric),
        JsonPods.Of(variant.Pods, Metric), JsonPods.Recovery(variant, Metric));

    internal static JsonThreshold Threshold(Verdict verdict, bool strict) => new(
        verdict.Threshold, verdict.Metric, Unit(verdict.Unit), Finite(verdict.Observed.Value),
        Finite(verdict.Observed.HalfWidth), verdict.Bound, Finite(verdict.Margin), Outcome(verdict.Outcome),
        verdict.IsWarning ? "warn" : "error", Judgement.Passed(verdict, strict));

    internal static string Outcome(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Pass => "pass",
        VerdictOutcome.Fail => "fail",
        _ => "inconclusive",
    };

    private static JsonMetric Metric(SummaryRows.Row row) =>
        new(row.Metric, row.Statistic, Finite(row.Value.Value), Finite(row.Value.HalfWidth), row.Unit);

    internal static string Unit(MetricUnit unit) => unit switch
    {
        MetricUnit.Seconds => "s",
        MetricUnit.Ratio => "ratio",
        MetricUnit.Cores => "cores",
        MetricUnit.PerSecond => "1/s",
        _ => "1",
    };

    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

internal sealed record JsonSummary(
    int SchemaVersion, string SimulatorVersion, string Scenario, string Title, string? Question, string? Expectation,
    ulong Seed, int Replications, double DurationSeconds, double WarmupSeconds, bool Passed, bool Strict,
    IReadOnlyList<JsonVariant> Variants);

internal sealed record JsonVariant(
    string Name, string Title, string Sha256, bool Passed, IReadOnlyList<JsonThreshold> Thresholds,
    IReadOnlyList<JsonMetric> Latencies, IReadOnlyList<JsonMetric> Breakdowns, IReadOnlyList<JsonMetric> Clients,
    IReadOnlyList<JsonService> Services,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonDns? Dns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonDatabases? Databases,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<JsonPods>? Pods,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<JsonMetric>? Recoveries);

internal sealed record JsonThreshold(
    string Threshold, string Metric, string Unit, double? Observed, double? HalfWidth, double Bound, double? Margin,
    string Outcome, string Severity, bool Passed);

internal sealed record JsonMetric(string Metric, string Statistic, double? Value, double? HalfWidth, string Unit);

internal sealed record JsonService(
    string Service, int Pods, double? LimitCores, IReadOnlyList<JsonMetric> Metrics);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonSummary))]
internal sealed partial class SummaryJsonContext : JsonSerializerContext;
