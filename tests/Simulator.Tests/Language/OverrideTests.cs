using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class OverrideTests
{
    private const string Text = """
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: base}
        run: {duration: 1m}
        nodes: {pool: {cpus: 8}}
        services:
          api:
            resources: {limits: {cpu: 500m}}
            runtime: {threads: 2}
            endpoints: {get: {steps: [{name: work, cpu: 5ms}]}}
          web.v2:
            runtime: {threads: 2}
            endpoints: {get: {steps: [{cpu: 5ms}]}}
        clients:
          users: {target: api/get, arrival: {process: poisson, rate: 10/s}}
        variants:
          big: {set: {services.api.resources.limits.cpu: 2, run.replications: 3}}
          no-limit: {unset: [services.api.resources.limits.cpu]}
        """;

    private static ReadResult Read(params Override[] overrides) =>
        ScenarioReader.ReadText(Text, "f.yaml", new ReadOptions { Overrides = [.. overrides] });

    private static ReadResult Set(string text) => Read(Override.Set(text));

    private static string Mistake(ReadResult result)
    {
        var d = Assert.Single(result.Diagnostics);
        return $"{d.Position} {d.Code}";
    }

    [Fact]
    public void AValueIsTypedByThePlaceItGoesTo()
    {
        Assert.Equal("1.20", Set("metadata.title=1.20").Scenario!.Metadata.Title);
        Assert.Equal("a, b: c # {d}", Set("metadata.title=a, b: c # {d}").Scenario!.Metadata.Title);
        Assert.Equal(
            new CpuQuantity(1500),
            Set("services.api.resources.limits.cpu=1.5").Scenario!.Services["api"].Resources.Limits.Cpu);
        Assert.Equal(ulong.MaxValue, Set("run.seed=18446744073709551615").Scenario!.Run.Seed);
        Assert.Equal(7ul, Set("run.seed=7").Scenario!.Run.Seed);
        Assert.Equal(
            "1.20",
            Set("services.api.runtime={language: go, version: 1.20}").Scenario!.Services["api"].Runtime.Version);
        var steps = Set("services.api.endpoints.get.steps.work.cpu={p50: 5ms, p99: 9ms}")
            .Scenario!.Services["api"].Endpoints["get"].Steps;
        Assert.Equal(DistributionLaw.Lognormal, Assert.IsType<CpuStepSpec>(steps[0]).Cpu.Law);
    }

    [Fact]
    public void AStarReachesEveryNameAndQuotesKeepDots()
    {
        var all = Set("services.*.runtime.threads=9").Scenario!.Services;
        Assert.Equal([9, 9], all.Values.Select(s => s.Runtime.Threads));
        var one = Set("services.\"web.v2\".runtime.threads=9").Scenario!.Services;
        Assert.Equal([2, 9], one.Values.Select(s => s.Runtime.Threads));
    }

    [Theory]
    [InlineData("services.api.replicas=x", "--set:1:23 wrong-type")]
    [InlineData("services.api.replcas=3", "--set:1:14 unknown-key")]
    [InlineData("services.apo.replicas=3", "--set:1:10 unknown-name")]
    [InlineData("services.web.v2.replicas=3", "--set:1:10 unknown-name")]
    [InlineData("services.api.replicas", "--set:1:1 bad-path")]
    [InlineData("services..replicas=3", "--set:1:10 bad-path")]
    [InlineData("services.\"api.replicas=3", "--set:1:1 bad-path")]
    [InlineData("services.api.replicas.more=3", "--set:1:23 unknown-key")]
    [InlineData("services.api.replicas=", "--set:1:23 wrong-type")]
    [InlineData("services.api.endpoints.get.steps.wrk.cpu=1ms", "--set:1:34 unknown-name")]
    [InlineData("services.api.endpoints.get.steps.work.cpu.p50=1ms", "--set:1:43 bad-path")]
    [InlineData("services.api.runtime={threads: 2", "--set:1:33 syntax")]
    [InlineData("services.api.runtime={threads: none}", "--set:1:32 wrong-type")]
    [InlineData("services.api.queue.*=1", "--set:1:20 no-match")]
    [InlineData("variants.big.title=x", "--set:1:1 bad-path")]
    [InlineData("run.seed=99999999999999999999", "--set:1:10 out-of-range")]
    [InlineData("kind=Other", "--set:1:1 bad-path")]
    public void AMistakeIsReportedAtItsColumn(string text, string expected) =>
        Assert.Equal(expected, Mistake(Set(text)));

    [Fact]
    public void TheLineIsTheOrdinalOfTheOption() => Assert.Equal(
        "--set:2:12 wrong-unit", Mistake(Read(Override.Set("run.seed=1"), Override.Set("run.warmup=5"))));

    [Fact]
    public void UnsetTakesAwayAndSaysSoWhenThereIsNothing()
    {
        var limit = "services.api.resources.limits.cpu";
        Assert.Null(Read(Override.Unset(limit)).Scenario!.Services["api"].Resources.Limits.Cpu);
        Assert.Equal("--unset:1:1 nothing-to-unset", Mistake(Read(Override.Unset("services.api.cpuBurst"))));
        Assert.Equal("--unset:2:1 nothing-to-unset", Mistake(Read(Override.Unset(limit), Override.Unset(limit))));
        Assert.Equal("--unset:1:14 unknown-key", Mistake(Read(Override.Unset("services.api.cpuburst"))));
        Assert.Equal("--unset:1:10 unknown-name", Mistake(Read(Override.Unset("services.apo.cpuBurst"))));
    }

    [Fact]
    public void OverridesWinOverVariantsAndTheLaterOverTheEarlier()
    {
        var result = Read(
            Override.Set("services.api.resources.limits.cpu=3"), Override.Set("services.api.resources.limits.cpu=4"));

        CpuQuantity?[] limits = [.. result.Variants.Prepend(result.Baseline!).Select(
            v => v.Scenario.Services["api"].Resources.Limits.Cpu)];
        Assert.Equal([new(4000), new(4000), new(4000)], limits);
    }

    [Fact]
    public void AVariantIsSelectedByName()
    {
        var big = ScenarioReader.ReadText(Text, options: new ReadOptions { Variant = "big" });
        Assert.Equal(new CpuQuantity(2000), big.Scenario!.Services["api"].Resources.Limits.Cpu);
        Assert.Equal(3, big.Scenario.Run.Replications);
        Assert.Equal("big", big.Selected!.Name);
        var none = ScenarioReader.ReadText(Text, options: new ReadOptions { Variant = "bog" });
        Assert.Contains("Did you mean 'big'?", Assert.Single(none.Diagnostics).Message);
    }

    [Fact]
    public void OverlaysMergeMapsReplaceListsAndPointAtThemselves()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string Write(string name, string text)
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllText(path, text);
                return path;
            }

            var file = Write("f.yaml", Text);
            var first = Write(
                "a.yaml", "run: {seed: 1}\nservices: {api: {resources: {limits: {cpu: 3}}, replicas: 2}}\n");
            var second = Write(
                "b.yaml", "run: {seed: 2}\nclients: {users: {arrival: {process: batch, size: 5, every: 1s}}}\n");
            var wrong = Write("c.yaml", "services:\n  api: {replicas: many}\n");
            ReadResult With(params string[] overlays) =>
                ScenarioReader.ReadFile(file, new ReadOptions { Overlays = [.. overlays] });

            var both = With(first, second);
            Assert.Equal(2ul, both.Scenario!.Run.Seed);
            Assert.Equal(2, both.Scenario.Services["api"].Replicas);
            Assert.Equal(2, both.Scenario.Services["api"].Runtime.Threads);
            Assert.IsType<BatchArrivalSpec>(both.Scenario.Clients["users"].Arrival);
            Assert.Contains($"replicas: 2  # {first}:2:59", both.Selected!.Render());
            Assert.Equal($"{wrong}:2:19 wrong-type", Mistake(With(wrong)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void TheEffectiveScenarioTellsWhereEachValueComesFrom()
    {
        var text = ScenarioReader.ReadText(
            Text, options: new ReadOptions { Variant = "no-limit", Overrides = [Override.Set("run.seed=7")] })
            .Selected!.Render();

        Assert.Contains("  seed: 7  # --set\n", text);
        Assert.Contains("# cpu: unset by variant no-limit\n", text);
        Assert.Contains("cpuCFSQuotaPeriod: 100ms  # default\n", text);
        Assert.Contains("duration: 1m\n", text);
    }

    [Fact]
    public void TheShaIsOfTheMeaningNotOfTheWriting()
    {
        var other =
            Text.Replace("500m", "\"0.5\"").Replace("1m}", "60s, seed: 42, replications: 10}").Replace("5ms", "0.005s");

        Assert.Equal(ScenarioReader.ReadText(Text).Baseline!.Sha256, ScenarioReader.ReadText(other).Baseline!.Sha256);
        Assert.NotEqual(
            ScenarioReader.ReadText(Text).Baseline!.Sha256,
            ScenarioReader.ReadText(Text.Replace("5ms", "6ms")).Baseline!.Sha256);
        Assert.Equal(
            Set("run.seed=7").Baseline!.Sha256,
            ScenarioReader.ReadText(Text.Replace("1m}", "1m, seed: 7}")).Baseline!.Sha256);
    }

    [Fact]
    public void WhatIsMissingIsLocatedAtWhatIsAroundIt()
    {
        var scenario = ScenarioReader.ReadText(Text, "f.yaml").Baseline!;
        Assert.Equal(
            new SourcePosition("f.yaml", 8, 31), scenario.Locate("services", "api", "resources", "limits", "cpu"));
        Assert.Equal(new SourcePosition("f.yaml", 8, 5), scenario.Locate("services", "api", "replicas"));
    }
}
