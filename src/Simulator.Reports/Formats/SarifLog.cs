using System.Text.Json;
using System.Text.Json.Serialization;

namespace Simulator.Reports.Formats;

// The part of SARIF 2.1.0 that code hosts read, under its own names (OASIS, sarif-v2.1.0).
internal sealed record SarifLog(
    [property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<SarifRun> Runs)
{
    public static SarifLog Of(string version, IReadOnlyList<SarifRule> rules, IReadOnlyList<SarifResult> results) =>
        new("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0",
            [new SarifRun(new SarifTool(new SarifDriver("simulator", version, rules)), results, "utf16CodeUnits")]);

    public void Write(Stream stream)
    {
        JsonSerializer.Serialize(stream, this, SarifJsonContext.Default.SarifLog);
        stream.WriteByte((byte)'\n');
    }
}

/// <summary>Results stand there also when there are none: GitHub refuses a run without the key.</summary>
internal sealed record SarifRun(SarifTool Tool, IReadOnlyList<SarifResult> Results, string ColumnKind);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, string Version, IReadOnlyList<SarifRule> Rules);

internal sealed record SarifRule(string Id, SarifText ShortDescription);

internal sealed record SarifText(string Text);

internal sealed record SarifResult(
    string RuleId, int RuleIndex, string Level, SarifText Message, IReadOnlyList<SarifLocation> Locations,
    IReadOnlyDictionary<string, string> PartialFingerprints);

internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation)
{
    /// <param name="file">As the user named it.</param>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1.</param>
    public static IReadOnlyList<SarifLocation> Of(string file, int line, int column) =>
        [new(new SarifPhysicalLocation(new SarifArtifact(RelativeUri.Of(file)), new SarifRegion(line, column)))];
}

internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion Region);

internal sealed record SarifArtifact(string Uri);

internal sealed record SarifRegion(int StartLine, int StartColumn);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class SarifJsonContext : JsonSerializerContext;
