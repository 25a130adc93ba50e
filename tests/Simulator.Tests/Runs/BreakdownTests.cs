using System.Text;
using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Reports;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Spectre.Console;
using Xunit;

namespace Simulator.Tests.Runs;

public class BreakdownTests
{
    [Fact]
    public void AParallelStepHasTheAccountOfItsLastTask()
    {
        // One thread does two tasks of 15 ms: the second waits in the queue for the first.
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(30, parallelism: 2), Sketch.Wait(5)],
            Arrival = Sketch.Even(1),
        }.Run();
        var time = result.Requests[0].Time;
        Assert.Equal(Duration.FromMilliseconds(15), time[TimePart.Queued]);
        Assert.Equal(Duration.FromMilliseconds(15), time[TimePart.Running]);
        Assert.Equal(Duration.FromMilliseconds(5), time[TimePart.Waited]);
        Assert.Equal(Duration.FromMilliseconds(35), time.Total);
    }

    [Fact]
    public void WhatTheEndOfTheRunCutsShortIsUnfinishedTime()
    {
        var result = new Sketch
        {
            Steps = [Sketch.Wait(200), Sketch.Wait(5_000)],
            Arrival = Sketch.Batch(1, 100, firstSeconds: 9),
        }.Run();
        var time = Assert.Single(result.Requests).Time;
        Assert.Equal(Duration.FromMilliseconds(200), time[TimePart.Waited]);
        Assert.Equal(Duration.FromMilliseconds(800), time[TimePart.Unfinished]);
        Assert.Equal(0.8, result.Breakdowns["api.get.latency"].Near(0.99)[(int)TimePart.Unfinished], 1e-9);
    }

    [Fact]
    public void WaitingBehindANeighbourIsToldInWordsAndNumbers()
    {
        var run = Sketch.RunAll([BesideAHog()], new RunOptions());
        var summary = Summary.Of(run, [BesideAHog()]);
        var breakdown = summary.Variants[0].Breakdowns.Single(b => b.Metric == "api.get.latency");
        var slow = breakdown.Near[LatencySummary.Ranks.IndexOf(99)];
        Assert.Equal(0.009, slow.Parts[(int)TimePart.Running].Value, 1e-9);
        Assert.Equal(slow.Latency.Value, slow.Parts.Sum(p => p.Value), 1e-12);
        var p99 = summary.Variants[0].Latencies.Single(l => l.Metric == "api.get.latency").Percentiles[3].Value;
        Assert.Equal(p99, slow.Latency.Value, 0.1 * p99);

        using var text = new StringWriter();
        var output = new AnsiConsoleOutput(text);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = output });
        console.Profile.Width = 10_000;
        new ConsoleReport(console, run, summary, strict: false).Write();
        Assert.Matches(
            @"baseline: requests of api\.get near p99 \(.*\) spent \d\d % of their time runnable", text.ToString());
        Assert.DoesNotContain("requests of hog.get near p99", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ThePartsInTheSummaryTableAddUpToTheirTotal()
    {
        var run = Sketch.RunAll([BesideAHog()], new RunOptions { CloseUps = false });
        using var stream = new MemoryStream();
        SummaryCsv.Write(stream, run, Summary.Of(run, [BesideAHog()]));
        var rows = Encoding.UTF8.GetString(stream.ToArray()).Split('\n')
            .Where(l => l.StartsWith("baseline,api.get.latency,near_p99.9_", StringComparison.Ordinal))
            .Select(l => l.Split(',')).ToDictionary(l => l[2]["near_p99.9_".Length..], l => double.Parse(l[3]));
        string[] names =
            ["total", "queued", "running", "runnable", "throttled", "waited", "dns", "dns_timeout", "unfinished"];
        Assert.Equal(names, rows.Keys);
        Assert.Equal(rows["total"], rows.Where(r => r.Key != "total").Sum(r => r.Value), 1e-8);
    }

    // One CPU, half of which somebody else burns in long stretches. Work of nine milliseconds takes three turns.
    private static RunVariant BesideAHog()
    {
        var sketch = new Sketch
        {
            Cpus = 1,
            Runtime = new RuntimeSpec { Threads = 3 },
            Steps = [Sketch.Cpu(9)],
            Arrival = Sketch.Poisson(5),
            Seconds = 60,
        };
        var hog = sketch with { Steps = [Sketch.Cpu(500)], Arrival = Sketch.Even(1) };
        var scenario = sketch.Build() with
        {
            Services = NameMap.Of(("api", sketch.Service), ("hog", hog.Service)),
            Clients = NameMap.Of(
                ("web", sketch.Client), ("jobs", hog.Client with { Target = new EndpointRef("hog", "get") })),
        };
        return new RunVariant(VariantResult.Baseline, "beside a hog", new string('a', 64), scenario);
    }
}
