using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class GoodScenariosTests
{
    public static TheoryData<string> Names => [.. Corpus.Names("Good")];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsAccepted(string name) =>
        Assert.Empty(ScenarioReader.ReadFile(Corpus.PathOf("Good", name)).Diagnostics);

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsEffectiveFormReadsBackAsTheSameScenario(string name)
    {
        var read = ScenarioReader.ReadFile(Corpus.PathOf("Good", name));
        foreach (var scenario in read.Variants.Prepend(read.Baseline!))
        {
            var options = new ReadOptions { Folder = Path.Combine(Corpus.Folder, "Good") };
            var again = ScenarioReader.ReadText(scenario.Render(), options: options);

            Assert.Empty(again.Diagnostics);
            Assert.Equal(scenario.Sha256, again.Baseline!.Sha256);
        }
    }

    [Fact]
    public void EveryScenarioThatShipsIsValidAndCarriesBothModelines()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Corpus.SchemaFile))!;
        foreach (var path in Directory.GetFiles(folder, "*.yaml"))
        {
            Assert.Empty(ScenarioReader.ReadFile(path).Diagnostics);
            string[] modelines =
            [
                "# yaml-language-server: $schema=./schema/scenario.v1.schema.json",
                "# $schema: ./schema/scenario.v1.schema.json",
            ];
            Assert.Equal(modelines, File.ReadLines(path).Take(2));
        }
    }
}
