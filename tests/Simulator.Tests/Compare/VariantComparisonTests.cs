using System.Collections.Immutable;
using Simulator.Reports.Compare;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Xunit;

namespace Simulator.Tests.Compare;

public class VariantComparisonTests
{
    [Fact]
    public void AScenarioCannotBeToldApartFromItself()
    {
        var sketch = Sketch(Runs.Sketch.Cpu(5));
        foreach (var metric in Compare(sketch, sketch).Metrics)
        {
            Assert.Equal(new Measured(0, 0), metric.Others[0].Difference);
            Assert.False(metric.Others[0].IsDistinguishable);
        }
    }

    [Fact]
    public void WhatIsAddedToEveryRequestIsTheDifferenceAndChanceIsNotInIt()
    {
        // Lookups, queues and arrivals are the same in both: three milliseconds are three milliseconds, every time.
        var metrics = Compare(Sketch(Runs.Sketch.Wait(5)), Sketch(Runs.Sketch.Wait(8))).Metrics;
        var p99 = metrics.Single(m => m.Name == "web.latency p99").Others[0];
        Assert.Equal(0.003, p99.Difference.Value, 4);
        Assert.Equal(0, p99.Difference.HalfWidth, 9);
        Assert.True(p99.IsDistinguishable);
        Assert.True(metrics.Single(m => m.Name == "web.latency p99").LessIsBetter);
    }

    [Fact]
    public void ACommentHasItsMarkerAHeadlineAndFourRowsInSight()
    {
        var (run, metrics) = Compare(Sketch(Runs.Sketch.Wait(5)), Sketch(Runs.Sketch.Wait(8)));
        var lines = ComparisonMarkdown.Of(run, metrics).Split('\n');
        Assert.Equal($"<!-- simulator compare {run.Scenario} -->", lines[0]);
        Assert.Matches(@"^\*\*.* against .*: .* → .*\*\*$", lines[1]);
        var fold = Array.FindIndex(lines, l => l.StartsWith("<details>", StringComparison.Ordinal));
        Assert.Equal(2 + 4, lines[..fold].Count(l => l.StartsWith('|')));
    }

    [Fact]
    public void ACommentOfFiveHundredMetricsIsStillOneThatGitHubTakes()
    {
        var (run, metrics) = Compare(Sketch(Runs.Sketch.Wait(5)), Sketch(Runs.Sketch.Wait(8)));
        ImmutableArray<ComparedMetric> many =
        [
            .. Enumerable.Range(0, 500).Select(i => metrics[0] with
            {
                Name = $"a-service-with-a-long-name-{i}.an-endpoint-with-a-long-name.latency p99",
            }),
        ];
        Assert.InRange(ComparisonMarkdown.Of(run, many).Length, 30_000, ComparisonMarkdown.Longest);
    }

    private static Sketch Sketch(StepSpec step) =>
        new() { Steps = [step], Arrival = Runs.Sketch.Poisson(50), Replications = 4, Seconds = 20 };

    private static (RunResult Run, ImmutableArray<ComparedMetric> Metrics) Compare(Sketch first, Sketch second)
    {
        ImmutableArray<RunVariant> variants =
        [
            new RunVariant("first", "first", new string('a', 64), first.Build()),
            new RunVariant("second", "second", new string('b', 64), second.Build()),
        ];
        var run = Runner.Run(variants, new RunOptions { CloseUps = false });
        return (run, VariantComparison.Of(run, variants));
    }
}
