using NJsonSchema;
using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class SchemaTests
{
    private static readonly Lazy<JsonSchema> Schema = new(() =>
        JsonSchema.FromJsonAsync(ScenarioSchema.Generate()).GetAwaiter().GetResult());

    public static TheoryData<string> Good => [.. Corpus.Names("Good")];

    public static TheoryData<string> Bad => [.. Corpus.Names("Bad").Where(n => Json("Bad", n) is not null)];

    [Fact]
    public void TheFileInTheRepositoryIsTheGeneratedOne()
    {
        var generated = ScenarioSchema.Generate();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(Corpus.SchemaFile, generated);

        Assert.True(
            File.ReadAllText(Corpus.SchemaFile) == generated,
            "scenario.v1.schema.json is stale: run 'simulator schema --out scenarios/schema/scenario.v1.schema.json'");
    }

    [Fact]
    public void EveryKeyHasADescription()
    {
        var count = 0;
        foreach (var definition in Schema.Value.Definitions.Values)
        {
            foreach (var (key, property) in definition.Properties)
            {
                Assert.False(string.IsNullOrWhiteSpace(property.Description), $"{key} is not described");
                count++;
            }
        }

        Assert.True(count > 100);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void AcceptsWhatTheReaderAccepts(string name) => Assert.Empty(Schema.Value.Validate(Json("Good", name)!));

    [Theory]
    [MemberData(nameof(Bad))]
    public void RefusesWhatTheReaderRefusesUnlessItTakesTheReaderToSeeIt(string name)
    {
        var isRefused = Schema.Value.Validate(Json("Bad", name)!).Count > 0;

        Assert.Equal(!Corpus.IsForTheReaderOnly(name), isRefused);
    }

    /// <summary>
    /// The file as JSON with aliases written out; null where it is no YAML or breaks the rules of all files.
    /// </summary>
    private static string? Json(string kind, string name)
    {
        var bag = new DiagnosticBag();
        var text = File.ReadAllText(Corpus.PathOf(kind, name));
        var node = NodeReader.Read(text, SourcePosition.StartOf(name), null, bag);
        return node is null || !bag.IsEmpty ? null : NormalJson.Of(node)?.ToJsonString();
    }
}
