using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>The answer for machines: versioned, ordered, numbers in base units.</summary>
internal static class SizeJson
{
    /// <summary>Raised when a field changes its meaning or goes; new fields do not raise it.</summary>
    private const int SchemaVersion = 1;

    public static void Write(Stream stream, SizeResult result)
    {
        JsonSerializer.Serialize(stream, Document(result), SizeJsonContext.Default.JsonSize);
        stream.WriteByte((byte)'\n');
    }

    public static string Text(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Pass => "pass",
        VerdictOutcome.Fail => "fail",
        _ => "inconclusive",
    };

    private static JsonSize Document(SizeResult result)
    {
        var (words, best) = (new SizeWords(result), result.Best);
        return new JsonSize(
            SchemaVersion, result.Version, result.Scenario.Metadata.Name, result.Plan.Scenario.Name,
            result.Plan.Scenario.Sha256, result.Scenario.Run.Seed, result.Plan.Service, result.IsFound,
            words.Headline(), best.Answer?.Limit?.ToString(), best.Cores, best.Today?.ToString(), result.CoresToday,
            [.. best.NoLimit.Criteria.Select(c => c.Threshold)], [.. words.NotMonotone()],
            [.. words.Worth(), .. words.Assumptions()],
            [.. result.Bursts.Select(b => new JsonBurst(b.Factor, b.Answer?.Limit?.ToString()))],
            result.Runs, best.Runs, best.RunsOfSweep(result.Replications.Least),
            [.. result.Combinations.Select(c => Combination(result, c))]);
    }

    private static JsonCombination Combination(SizeResult result, SizedCombination one) => new(
        result.Plan.Over.Zip(one.Asked.Values).ToDictionary(z => z.First, z => z.Second), one.Replicas,
        one.Answer?.Limit?.ToString(), one.Cores, [.. one.Tries.Append(one.NoLimit).Select(Limit)]);

    private static JsonLimit Limit(LimitTrial trial) => new(
        trial.Limit?.ToString(), trial.Limit?.Cores, trial.Holds, trial.Trial.Replications,
        [
            .. trial.Criteria.Select(v => new JsonCriterion(
                v.Threshold, Finite(v.Observed.Value), Finite(v.Observed.HalfWidth), v.Bound, Finite(v.Margin),
                Text(v.Outcome))),
        ]);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

// Limits are as Kubernetes writes them, cores are replicas times a limit; no Answer is none, no Today no limit.
internal sealed record JsonSize(
    int SchemaVersion, string SimulatorVersion, string Scenario, string Variant, string Sha256, ulong Seed,
    string Service, bool Found, string Sentence, string? Answer, double? Cores, string? Today, double? CoresToday,
    IReadOnlyList<string> Criteria, IReadOnlyList<string> NotMonotone, IReadOnlyList<string> RestsOn,
    IReadOnlyList<JsonBurst> Bursts, int Runs, int RunsOfSearch, long RunsOfSweepAtLeast,
    IReadOnlyList<JsonCombination> Combinations);

internal sealed record JsonBurst(double Factor, string? Answer);

internal sealed record JsonCombination(
    IReadOnlyDictionary<string, string> Values, int Replicas, string? Answer, double? Cores,
    IReadOnlyList<JsonLimit> Limits);

// Without Limit there was none.
internal sealed record JsonLimit(
    string? Limit, double? LimitCores, bool Holds, int Replications, IReadOnlyList<JsonCriterion> Criteria);

internal sealed record JsonCriterion(
    string Criterion, double? Value, double? HalfWidth, double Bound, double? Margin, string Outcome);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonSize))]
internal sealed partial class SizeJsonContext : JsonSerializerContext;
