using System.Collections.Immutable;
using System.Xml.Linq;
using Simulator.Models.Pods;
using Simulator.Reports.Plots;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Xunit;
using static Simulator.Models.Pods.Kubelet.PodEventKind;

namespace Simulator.Tests.Reports;

public sealed class PodFigureTests
{
    internal static Dictionary<string, Figure> Figures(RunResult run) =>
        PlotSet.Of(run, Summary.Of(run, [.. run.Variants.Select(_ => ImmutableArray<ThresholdSpec>.Empty)]))
            .ToDictionary(f => f.Name);

    [Fact]
    public void EachVariantInWhichPodsChangeHasItsPictures()
    {
        var names = Figures(FakePods.DeathSpiral(3)).Keys;
        Assert.Equal(
            [
                "connections", "errors", "goodput", "pods-eks-naive", "pods-gantt-eks-naive", "pods-pgbouncer",
                "pods-gantt-pgbouncer", "pods-sigterm-fix", "pods-gantt-sigterm-fix",
            ],
            names);
    }

    [Fact]
    public void ThePodsTitleTellsOfTheMostAtOnce() => Assert.Matches(
        @"^shop: up to 2\d pods at once, \d+ of them ready and \d+ on their way out$",
        Figures(FakePods.Fifteen(FakePods.Ignored))["pods"].Title);

    [Fact]
    public void TheGanttsTitleTellsHowPodsEnd()
    {
        Assert.Equal("15 pods of shop go on as if SIGTERM had not come, until SIGKILL after 30 s",
            Figures(FakePods.Fifteen(FakePods.Ignored))["pods-gantt"].Title);
        Assert.Equal("shop: 15 pods drain and end 5 ms after SIGTERM",
            Figures(FakePods.Fifteen(ShutdownPlan.Graceful))["pods-gantt"].Title);
    }

    [Fact]
    public void OfManyPodsThoseAreDrawnToWhichSomethingHappensFirst()
    {
        var pods = Enumerable.Range(0, 100).Select(i => PodLevelsTests.Pod(
            $"shop-{i}", 1, (0, Created), (0, Ready), (i % 2 == 0 ? 200 - i : 250 + i, Crashed))).ToList();
        var chosen = PodsGanttPlot.Chosen(pods);
        Assert.Equal(40, chosen.Count);
        Assert.Equal("shop-20", chosen[0].Name);
        Assert.Equal("shop-98", chosen[^1].Name);
    }

    [Fact]
    public void TheConnectionsTitleHasThePeaksSideBySide() => Assert.Matches(
        "^pg, of 500 connections at most: 7.20 in heroku, 28.8 in eks-naive, 28.8 in pgbouncer, 14.. in sigterm-fix$",
        Figures(FakePods.DeathSpiral(3))["connections"].Title);

    [Fact]
    public void TheErrorsTitleTellsHowManyOfWhatKind()
    {
        var title = Figures(FakePods.Metastable())["errors"].Title;
        Assert.Matches(@"^\d\d\.\d k calls fail in retries \(9\d % timeout\); .* in budget$", title);
    }

    [Fact]
    public void TheGoodputTitleTellsWhoComesBack() => Assert.Matches(
        @"^retries: \d+/s before, \d+(\.\d)?/s in the end; budget comes back$",
        Figures(FakePods.Metastable())["goodput"].Title);

    [Fact]
    public void WithoutAnEventOrAnErrorThereIsNoSuchPicture()
    {
        var calm = FakePods.Variant(
            "baseline", [], [FakePods.Replication(0, [], FakePods.Calls(100, _ => 0))]);
        Assert.Empty(Figures(FakePods.Run(calm)));
    }

    [Fact]
    public void EveryPictureCanBeDrawn()
    {
        foreach (var run in (RunResult[])[FakePods.DeathSpiral(2), FakePods.Metastable(), Probes()])
        {
            foreach (var figure in Figures(run).Values)
                Assert.NotEmpty(XElement.Parse(figure.ToSvg()).Elements());
        }
    }

    // Six pods whose health check queries a database that is slow for seven seconds.
    internal static RunResult Probes() => FakePods.Run(FakePods.Variant(
        VariantResult.Baseline,
        [new EventMark("brownout", "pg is 50 × slower", FakePods.Time(100), FakePods.Time(107))],
        [FakePods.Replication(0, [.. Enumerable.Range(0, 6).Select(Probed)], FakePods.Calls(
            200, t => t is > 100 and < 180 ? 0.7 : 0))]));

    private static PodLife Probed(int i)
    {
        var at = 121 + (1.6 * i);
        return PodLevelsTests.Pod(
            $"shop-7d9f8b6c5-{i}", 1, (0, Created), (0, Ready), (at - 9, NotReady), (at, Unhealthy), (at, SigTerm),
            (at + 30, SigKill), (at + 30, ContainerEnded), (at + 30, ContainerStarted), (at + 38, Listening),
            (at + 44, Unhealthy), (at + 44, SigTerm), (at + 45, Draining), (at + 47, ContainerEnded),
            (at + 47, BackOff), (at + 57, ContainerStarted), (at + 66, Ready));
    }
}
