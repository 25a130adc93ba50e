using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sweeps;
using Xunit;

namespace Simulator.Tests.Sweeps;

public class SweepPlanTests
{
    private const string Limit = "services.api.resources.limits.cpu";
    private const string Threads = "services.api.runtime.threads";

    private static string Points(SweepPlan? plan) => string.Join(
        ' ', plan!.Points.Select(p => string.Join('/', p.Values.Select(v => v.Text))));

    private static SweepPlan? Plan(bool isZip, params string[] sweeps) =>
        SweepPlan.Of(Swept.Scenario(), sweeps, isZip).Plan;

    private static IEnumerable<string> Mistakes(bool isZip, params string[] sweeps) =>
        SweepPlan.Of(Swept.Scenario(), sweeps, isZip).Mistakes.Select(m => m.ToString());

    [Fact]
    public void AGridHasEachValueWithEachAndItsFirstParameterChangesSlowest()
    {
        var plan = Plan(false, Limit + "=250m,500m", Threads + "=1,2,4");
        Assert.Equal("250m/1 250m/2 250m/4 500m/1 500m/2 500m/4", Points(plan));
        var last = plan!.Points[^1].Scenario.Scenario.Services["api"];
        Assert.Equal((500, 4), (last.Resources.Limits.Cpu!.Value.Millicores, last.Runtime.Threads));
    }

    [Fact]
    public void AZipTakesTheFirstWithTheFirst() =>
        Assert.Equal("250m/1 500m/2 1/4", Points(Plan(true, Limit + "=250m,500m,1", Threads + "=1,2,4")));

    [Fact]
    public void EachPointIsAScenarioOfItsOwnAndTheOneThatStandsInTheFileKeepsItsSha()
    {
        var plan = Plan(false, Limit + "=250m,0.5")!;
        Assert.Equal(2, plan.Points.Select(p => p.Scenario.Sha256).Distinct().Count());
        Assert.Equal(Swept.Scenario().Sha256, plan.Points[1].Scenario.Sha256);
    }

    [Fact]
    public void AStarSetsAllOfThem()
    {
        var point = Plan(false, "services.*.runtime.threads=3,5")!.Points[1].Scenario.Scenario;
        Assert.Equal([5, 5], point.Services.Values.Select(s => s.Runtime.Threads));
    }

    [Fact]
    public void AZipOfUnequalLengthsIsRefusedWithTheFix() => Assert.Equal(
        ["--sweep:2:30: error[bad-sweep] services.api.runtime.threads: 2 values, and 3 of "
            + "'services.api.resources.limits.cpu': zip takes the first with the first and so on, give both the same "
            + "number, or make it a grid"],
        Mistakes(true, Limit + "=250m,500m,1", Threads + "=1,2"));

    [Fact]
    public void AParameterIsSweptOnce() => Assert.StartsWith(
        "--sweep:2:30: error[duplicate] services.api.runtime.threads: is swept twice",
        Mistakes(false, Threads + "=1,2", Threads + "=4,8").Single());

    [Fact]
    public void MoreThanTenThousandPointsAreASlipOfThePen() => Assert.StartsWith(
        "--sweep:1:35: error[out-of-range] services.api.resources.limits.cpu: 25000 points in all; at most 10000",
        Mistakes(false, Limit + "=1m..500m:1m", Threads + "=1..50:1").Single());

    [Fact]
    public void NothingToSweepIsAMistakeThatShowsTheWay() => Assert.StartsWith(
        "--sweep:1:1: error[missing-key] there is nothing to sweep: name it, --sweep ", Mistakes(false).Single());

    [Fact]
    public void MistakesOfAllParametersAndOfAllPointsAreToldAtOnce()
    {
        Assert.Equal(2, Mistakes(false, Limit + "=1..2", Threads + "=0,1").Count());
        // The request is 100m: no pod is scheduled whose limit is below it.
        var invalid = Mistakes(false, Limit + "=50m..150m:25m", Threads + "=1,2").ToList();
        Assert.Equal(2, invalid.Count);
        Assert.All(invalid, m => Assert.StartsWith("f.yaml:8:27: error[out-of-range] services.api.resources.requests: ", m));
        Assert.Contains("(at services.api.resources.limits.cpu=50m, services.api.runtime.threads=1)", invalid[0]);
    }

    [Theory]
    [InlineData("{from: 250m, to: 1, step: 250m}", "250m 500m 750m 1")]
    [InlineData("{from: 250m, to: 1, points: 3}", "250m 625m 1")]
    [InlineData("{from: 250m, to: 1, factor: 2}", "250m 500m 1")]
    [InlineData("{values: [250m, 0.5, \"1\"]}", "250m 500m 1")]
    public void TheFileSaysTheSameAsTheCommandLine(string values, string points)
    {
        var text = Swept.Text + $"\nsweep: {{parameters: {{{Limit}: {values}}}}}\n";
        Assert.Equal(points, Points(SweepPlan.Of(Swept.Scenario(text), [], false).Plan));
        Assert.Equal(Swept.Scenario().Sha256, Swept.Scenario(text).Sha256);
    }

    [Fact]
    public void TheCommandLineReplacesTheFilesSweepAndZipGoesWithEither()
    {
        var text = Swept.Text
            + $"\nsweep: {{strategy: zip, parameters: {{{Limit}: {{values: [250m, 1]}}, {Threads}: {{values: [1, 4]}}}}}}\n";
        var scenario = Swept.Scenario(text);
        Assert.Equal("250m/1 1/4", Points(SweepPlan.Of(scenario, [], false).Plan));
        Assert.Equal("2 3", Points(SweepPlan.Of(scenario, [Threads + "=2,3"], false).Plan));
    }

    [Fact]
    public void AVariantIsSweptAsItStands()
    {
        var text = Swept.Text + $"\nvariants: {{big: {{set: {{{Threads}: 8}}}}}}\n"
            + $"sweep: {{parameters: {{{Limit}: {{values: [250m, 1]}}}}}}\n";
        var variant = ScenarioReader.ReadText(text, "f.yaml", new ReadOptions { Variant = "big" }).Selected!;
        var plan = SweepPlan.Of(variant, [], false).Plan!;
        Assert.All(plan.Points, p => Assert.Equal(8, p.Scenario.Scenario.Services["api"].Runtime.Threads));
    }
}
