using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class BadScenariosTests
{
    public static TheoryData<string> Names => [.. Corpus.Names("Bad")];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsRefusedAtItsPlaceWithItsReason(string name)
    {
        var result = ScenarioReader.ReadFile(Corpus.PathOf("Bad", name));

        var found = result.Diagnostics.Select(d => $"{d.Position.Line}:{d.Position.Column} {d.Code}");
        Assert.Equal(Corpus.Expected(name), found);
        Assert.Null(result.Selected);
    }

    [Fact]
    public void ThereAreAtLeastSixty() => Assert.True(Names.Count >= 60);

    [Fact]
    public void EveryMessageIsOneLineThatNamesTheFile()
    {
        foreach (var name in Corpus.Names("Bad"))
        {
            var path = Corpus.PathOf("Bad", name);
            foreach (var d in ScenarioReader.ReadFile(path).Diagnostics)
            {
                var line = d.ToString();
                Assert.StartsWith($"{path}:{d.Position.Line}:{d.Position.Column}: error[{d.Code}] ", line);
                Assert.DoesNotContain('\n', line);
                Assert.DoesNotContain("   at ", line);
            }
        }
    }
}
