using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Trials;

namespace Simulator.Scenarios.Sweeps;

/// <summary>A finished point as it is kept: a line of JSON, and a line with the line's sha256.</summary>
internal static class PointRecord
{
    /// <summary>What the figures of a point depend on; nothing else does.</summary>
    public static string Key(RunVariant point, TrialOptions options)
    {
        ArgumentNullException.ThrowIfNull(point);
        var run = point.Scenario.Run;
        var precision = options.Precision is { } share
            ? FormattableString.Invariant($"{share:R} of at most {options.MaxReplications}")
            : "none";
        if (options.UntilDecided) precision += " and until decided";
        return Sha256(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"{Program} {point.Sha256} seed {run.Seed}, {run.Replications} replications, precision {precision}")));
    }

    public static byte[] Write(string key, Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var facts = new PointFacts(key, trial.Replications, trial.IsPrecise, trial.Metrics, trial.Verdicts);
        var line = JsonSerializer.SerializeToUtf8Bytes(facts, PointJson.Default.PointFacts);
        return [.. line, (byte)'\n', .. Encoding.ASCII.GetBytes(Sha256(line)), (byte)'\n'];
    }

    /// <summary>Null for whatever is not the whole record of that point.</summary>
    public static Trial? Read(ReadOnlySpan<byte> bytes, string key, RunVariant point)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0) return null;
        var line = bytes[..end];
        if (!bytes[end..].SequenceEqual(Encoding.ASCII.GetBytes($"\n{Sha256(line)}\n"))) return null;
        try
        {
            return JsonSerializer.Deserialize(line, PointJson.Default.PointFacts) is { } facts && facts.Key == key
                ? new Trial
                {
                    Variant = point,
                    Replications = facts.Replications,
                    IsPrecise = facts.IsPrecise,
                    Metrics = facts.Metrics,
                    Verdicts = facts.Verdicts,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The version is for people; builds of one version differ while somebody works on it, and so do their figures.
    private static string Program { get; } = string.Join(
        ' ',
        [
            typeof(PointRecord).Assembly.GetName().Version!.ToString(3),
            .. new[] { typeof(Kernel.Simulation), typeof(Models.Traffic.Caller), typeof(PointRecord) }
                .Select(t => t.Module.ModuleVersionId.ToString("N")),
        ]);

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>What is kept of a point; see <see cref="Trial"/>.</summary>
internal sealed record PointFacts(
    string Key, int Replications, bool IsPrecise, ImmutableArray<TrialMetric> Metrics, ImmutableArray<Verdict> Verdicts);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(PointFacts))]
internal sealed partial class PointJson : JsonSerializerContext;
