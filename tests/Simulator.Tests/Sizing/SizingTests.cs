using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sizing;
using Simulator.Scenarios.Trials;
using Xunit;

namespace Simulator.Tests.Sizing;

public class SizingTests
{
    /// <summary>Batches of twenty on two threads: a second without a limit, and a knee well below it.</summary>
    private const string Text = """
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: sized}
        run: {duration: 40s, warmup: 2s, replications: 3, seed: 7}
        nodes: {pool: {cpus: 2}}
        services:
          api:
            resources: {requests: {cpu: 200m}, limits: {cpu: 500m}}
            runtime: {threads: 2}
            endpoints: {get: {steps: [{name: work, cpu: 20ms}]}}
        clients:
          users:
            target: api/get
            arrival: {process: batch, size: 10, every: {distribution: uniform, min: 1s, max: 2s}}
        thresholds:
          api.get.latency: ["p99 < 250ms"]
          api.cpu.throttled_ratio: [{expr: "value < 1%", severity: warn}]
        """;

    private static EffectiveScenario Scenario(string text = Text) =>
        ScenarioReader.ReadText(text, "f.yaml") is { Baseline: { } read } ? read
            : throw new InvalidOperationException(ScenarioReader.ReadText(text).Diagnostics[0].ToString());

    private static SizePlan Plan(SizeRequest? request = null, string text = Text)
    {
        var (plan, mistakes) = SizePlan.Of(Scenario(text), request ?? new SizeRequest());
        return plan ?? throw new InvalidOperationException(string.Join('\n', mistakes));
    }

    private static string Mistakes(SizeRequest request, string text = Text) =>
        string.Join('\n', SizePlan.Of(Scenario(text), request).Mistakes);

    private static SizeResult Run(SizePlan plan) =>
        Sizer.Run(
            plan, new SizeOptions { Bursts = false, MaxReplications = 20 }, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("api.get.latency p99 < 250ms", null)]
    [InlineData("api.get.latency p99 < 120ms", null)]
    [InlineData("api.cpu.throttled_ratio value < 20%", null)]
    [InlineData("users.latency avg < 150ms", "200m..2:25m")]
    [InlineData("api.get.work.task p90 < 25ms", "200m..2:40m")]
    public void TheAnswerIsThatOfTryingEveryLimitWithAFractionOfTheRuns(string required, string? range)
    {
        var plan = Plan(new SizeRequest { Required = [required], Range = range });
        var found = Run(plan).Best;
        var asked = plan.Combinations[0];
        var all = new LimitTrials(asked.Scenario, "api").Run(
            [.. asked.Grid.Limits.Select(l => (CpuQuantity?)l)],
            new TrialRunner(new TrialOptions { UntilDecided = true, MaxReplications = 20 }));
        var brute = all.Reverse().TakeWhile(t => t.Holds).LastOrDefault();
        Assert.NotNull(brute);
        Assert.Equal(brute.Limit, found.Answer?.Limit);
        Assert.InRange(found.Tries.Length, 3, all.Length - 5);
        var same = all.ToDictionary(t => t.Limit!.Value);
        Assert.All(
            found.Tries, t => Assert.Equal(same[t.Limit!.Value].Trial.Metrics[0].Value, t.Trial.Metrics[0].Value));
    }

    [Fact]
    public void WithoutRequirementsTheThresholdsWhoseMissIsAnErrorCount()
    {
        var best = Run(Plan()).Best;
        Assert.Equal(["api.get.latency p99 < 250ms"], best.Answer!.Criteria.Select(c => c.Threshold));
        Assert.Equal(2, best.JustBelow.Length);
        Assert.All(best.JustBelow, t => Assert.False(t.Holds));
    }

    [Fact]
    public void WhereEvenNoLimitFailsThereIsNoneAndTheLimitIsNotTheProblem()
    {
        var result = Run(Plan(new SizeRequest { Required = ["api.get.latency p99 < 50ms"] }));
        Assert.False(result.IsFound);
        Assert.False(result.Best.NoLimit.Holds);
        Assert.Equal(2, result.Best.Tries.Length);
        Assert.Empty(result.CloseLooks);
    }

    [Fact]
    public void OfSeveralCombinationsTheCheapestInCoresIsTheAnswer()
    {
        var result = Run(Plan(new SizeRequest
        {
            Required = ["api.get.latency p99 < 250ms"],
            Over = ["services.api.replicas=1,3", "services.api.runtime.threads=2,4"],
        }));
        Assert.Equal(4, result.Combinations.Length);
        Assert.All(result.Combinations, c => Assert.NotNull(c.Answer));
        Assert.Equal(result.Combinations.Min(c => c.Cores), result.Best.Cores);
        Assert.Equal(["1", "2"], result.Combinations[0].Asked.Values);
        Assert.Equal(3, result.Combinations[2].Replicas);
    }

    [Fact]
    public void LargerBurstsTakeALargerLimit()
    {
        var result = Sizer.Run(
            Plan(new SizeRequest { Required = ["api.get.latency p99 < 250ms"] }),
            new SizeOptions { MaxReplications = 20 },
            TestContext.Current.CancellationToken);
        Assert.Equal([0.5, 2], result.Bursts.Select(b => b.Factor));
        long[] limits =
        [
            result.Bursts[0].Answer!.Limit!.Value.Millicores, result.Best.Answer!.Limit!.Value.Millicores,
            result.Bursts[1].Answer?.Limit?.Millicores ?? long.MaxValue,
        ];
        Assert.Equal(limits.Distinct().Order(), limits);
    }

    [Fact]
    public void TheGridReachesFromTheRequestToTheNodesCpusAndHasTodaysLimit()
    {
        var grid = Plan().Combinations[0].Grid;
        Assert.Equal(200, grid.Limits[0].Millicores);
        Assert.Equal(2_000, grid.Limits[^1].Millicores);
        Assert.Equal(500, grid.Limits[grid.Start].Millicores);
        Assert.True(grid.StartsAtRequest);
        var small = Plan(text: Text.Replace(
            "200m}, limits: {cpu: 500m}", "10m}, limits: {cpu: 72m}", StringComparison.Ordinal));
        Assert.Equal(5, small.Combinations[0].Grid.Step!.Value.Millicores);
        Assert.Contains(new CpuQuantity(72), small.Combinations[0].Grid.Limits);
    }

    [Fact]
    public void ThresholdsThatSayHowBadItIsCannotMeanSafeAndTheFixIsNamed()
    {
        var bad = Text.Replace("p99 < 250ms", "p99 > 250ms", StringComparison.Ordinal);
        var said = Mistakes(new SizeRequest(), bad);
        Assert.StartsWith("f.yaml:16:20: error[not-safety]", said, StringComparison.Ordinal);
        Assert.Contains("--require \"api.get.latency p99 < 500ms\"", said, StringComparison.Ordinal);
        Assert.Equal("", Mistakes(new SizeRequest { Required = ["api.get.latency p99 < 1s"] }, bad));
        Assert.Contains(
            "not-safety",
            Mistakes(new SizeRequest { Required = ["users.latency p99 < 1s"], KeepsThresholds = true }, bad),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api.get.latency", "--require:1:1: error[bad-threshold]")]
    [InlineData("api.got.latency p99 < 1s", "--require:1:1: error[unknown-metric]")]
    [InlineData("api.get.latency p99 < 1", "--require:1:17: error[wrong-unit]")]
    [InlineData("api.get.latency quick", "--require:1:17: error[bad-threshold]")]
    public void ARequirementIsReadLikeAThreshold(string required, string mistake) =>
        Assert.StartsWith(mistake, Mistakes(new SizeRequest { Required = [required] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("--service", "there is no service 'apj'")]
    [InlineData("--range", "goes downwards")]
    [InlineData("--range below", "Kubernetes refuses that (at a limit of 100m)")]
    [InlineData("--over", "unknown-key")]
    [InlineData("--over limit", "give its values by --range")]
    public void EachMistakeOfTheQuestionIsNamed(string which, string expected)
    {
        var request = which switch
        {
            "--service" => new SizeRequest { Service = "apj" },
            "--range" => new SizeRequest { Range = "2..1:100m" },
            "--range below" => new SizeRequest { Range = "100m..1:100m" },
            "--over" => new SizeRequest { Over = ["services.api.runtime.thread=1,2"] },
            _ => new SizeRequest { Over = ["services.api.resources.limits.cpu=1,2"] },
        };
        Assert.Contains(expected, Mistakes(request), StringComparison.Ordinal);
    }

    [Fact]
    public void OfSeveralServicesWithALimitOneHasToBeNamed()
    {
        var two = Text.Replace("clients:", """
              other:
                resources: {limits: {cpu: 1}}
                runtime: {threads: 1}
                endpoints: {get: {steps: [{cpu: 1ms}]}}
            clients:
            """, StringComparison.Ordinal);
        Assert.Contains(
            "2 services have a CPU limit; name one: --service api | other", Mistakes(new SizeRequest(), two),
            StringComparison.Ordinal);
        Assert.Equal("api", Plan(new SizeRequest { Service = "api" }, two).Service);
    }

    [Fact]
    public void LimitsThatAreNotEnforcedAreNotSearched() => Assert.Contains(
        "cpuCFSQuota: false",
        Mistakes(new SizeRequest(), Text.Replace(
            "{cpus: 2}", "{cpus: 2, kubelet: {cpuCFSQuota: false}}", StringComparison.Ordinal)),
        StringComparison.Ordinal);
}
