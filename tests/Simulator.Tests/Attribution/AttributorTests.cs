using Simulator.Scenarios.Attribution;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Trials;
using Xunit;

namespace Simulator.Tests.Attribution;

public class AttributorTests
{
    private const string Scenario = """
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: two-causes}
        run: {duration: 60s, warmup: 5s, replications: 3, seed: 5}
        nodes: {worker: {count: 1, cpus: 2}}
        services:
          shop:
            replicas: 1
            resources: {requests: {cpu: 100m}, limits: {cpu: 200m}}
            runtime: {threads: 8}
            endpoints:
              buy: {steps: [{cpu: 15ms}, {wait: 20ms}]}
        clients:
          web: {target: shop/buy, arrival: {process: poisson, rate: 8/s}, timeout: 30s}
        thresholds:
          web.latency: ["p99 < 1s"]
        variants:
          faster:
            set:
              services.shop.endpoints.buy.steps: [{cpu: 15ms}, {wait: 10ms}]
              services.shop.resources.requests.cpu: 150m
            unset: [services.shop.resources.limits.cpu]
          renamed: {set: {metadata.title: Another, services.shop.resources.limits.cpu: "0.2"}}
        """;

    private readonly ReadResult _read = ScenarioReader.ReadText(Scenario);

    [Fact]
    public void SettingsAreWhatChangesTheRunAndNotHowItIsWritten()
    {
        Assert.Empty(new SettingMix(_read.Baseline!, _read.Variants[1]).Settings);
        Assert.Equal(
            ["services.shop.resources.requests.cpu 100m → 150m", "services.shop.resources.limits.cpu 200m → none"],
            new SettingMix(_read.Baseline!, _read.Variants[0]).Settings.Select(s => s.ToString())
                .Where(s => s.Contains("resources", StringComparison.Ordinal)));
    }

    [Fact]
    public void TheMixtureOfAllIsTheSecondScenarioAndThatOfNoneTheFirst()
    {
        var mix = new SettingMix(_read.Baseline!, _read.Variants[0]);
        Assert.Equal(Bare(_read.Baseline!), Bare(Mixed(mix, taken: false)));
        Assert.Equal(Bare(_read.Variants[0]), Bare(Mixed(mix, taken: true)));
    }

    [Fact]
    public void TheOneTrueCauseIsNamedAndWhatDoesNothingGetsNothing()
    {
        var result = Split();
        Assert.Equal(8, result.Mixtures);
        var byPath = result.Settings.ToDictionary(s => s.Setting.Path.Split('.')[^1] is "cpu"
            ? s.Setting.Path.Split('.')[^2]
            : "steps");
        // Ten milliseconds less to wait are ten, in any order; requests weigh nothing without neighbours.
        Assert.Equal(-0.010, byPath["steps"].Share.Value, 0.004);
        Assert.Equal(0, byPath["requests"].Share.Value, 9);
        Assert.Equal(1, (byPath["limits"].Share.Value + byPath["steps"].Share.Value) / result.Difference.Value, 9);
        Assert.True(byPath["limits"].Share.Value < -0.1);
    }

    [Fact]
    public void SharesAddUpToTheDifferenceAndSoDoThoseOfEachReplication()
    {
        var result = Split();
        Assert.Equal(result.Difference.Value, result.Settings.Sum(s => s.Share.Value), 9);
        Assert.Equal(
            result.Difference.Value, result.Interaction.Value + result.Settings.Sum(s => s.Alone.Value), 9);
        Assert.Equal(result.After.Value - result.Before.Value, result.Difference.Value, 9);
    }

    private AttributionResult Split()
    {
        var what = _read.Baseline!.Scenario.Thresholds.Values.First()[0];
        var attributor = new Attributor(new SettingMix(_read.Baseline, _read.Variants[0]), what, 1);
        var mixtures = attributor.Variants(out var mistakes);
        Assert.Empty(mistakes);
        return attributor.Split(new TrialRunner(new TrialOptions()).Run(mixtures));
    }

    private static EffectiveScenario Mixed(SettingMix mix, bool taken)
    {
        var mixed = mix.With([.. mix.Settings.Select(_ => taken)], "mixture", out var mistakes);
        Assert.Empty(mistakes);
        return mixed!;
    }

    // Thresholds are no part of a mixture, nor is the comment on top; a map without keys means what its absence means.
    private static string Bare(EffectiveScenario scenario)
    {
        var lines = scenario.Render().Split('\n').Skip(1).Select(l => l.Split('#')[0].TrimEnd())
            .Where(l => l.Length > 0 && !l.EndsWith("{}", StringComparison.Ordinal));
        return string.Join('\n', lines.TakeWhile(l => l != "thresholds:"));
    }
}
