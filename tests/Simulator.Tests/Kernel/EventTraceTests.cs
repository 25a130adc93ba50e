using Simulator.Kernel;
using Xunit;
using static Simulator.Tests.Kernel.CalendarTests;

namespace Simulator.Tests.Kernel;

public class EventTraceTests
{
    [Fact]
    public void EqualRunsHaveEqualHashesAndOthersDoNot()
    {
        Assert.Equal(Run(1).Hash, Run(1).Hash);
        Assert.NotEqual(Run(1).Hash, Run(2).Hash);
        Assert.NotEqual(Run(1, customers: 9).Hash, Run(1, customers: 10).Hash);
    }

    [Fact]
    public void ALineNamesTimeSequenceCodeAndProcess()
    {
        var writer = new StringWriter();
        Run(1, writer: writer, customers: 2);
        var lines = writer.ToString().TrimEnd().Split('\n');
        Assert.All(lines, l => Assert.Matches(@"^\d+ \d+ \d (Source|Customer)$", l));
        Assert.Contains(lines, l => l.EndsWith("0 Source", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith("0 Customer", StringComparison.Ordinal));
    }

    [Fact]
    public void ARunVerifiedAgainstItsOwnRecordingHasNoDifference()
    {
        var writer = new StringWriter();
        Run(1, writer: writer);
        Assert.Null(Run(1, expected: new StringReader(writer.ToString())).FirstDifference);
    }

    [Fact]
    public void TheRunStopsAtTheFirstDifference()
    {
        var writer = new StringWriter();
        var recorded = Run(1, writer: writer).Events;
        var lines = writer.ToString().Split('\n');
        lines[6] = "1 2 3 Elsewhere";
        var trace = Run(1, expected: new StringReader(string.Join('\n', lines)));
        Assert.Equal((7, 7), (trace.FirstDifference!.EventNumber, trace.Events));
        Assert.Equal("1 2 3 Elsewhere", trace.FirstDifference.Expected);
        Assert.True(recorded > 7);
        Assert.StartsWith("event 7: expected 1 2 3 Elsewhere, got ",
            trace.FirstDifference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordingThatEndsEarlierOrLaterIsADifference()
    {
        var writer = new StringWriter();
        var events = Run(1, writer: writer).Events;
        var longer = Run(1, expected: new StringReader(writer + "9 9 9 More")).FirstDifference;
        Assert.Equal(new TraceDifference(events + 1, "9 9 9 More", null), longer);
        var all = writer.ToString().TrimEnd('\n');
        var shorter = Run(1, expected: new StringReader(all[..all.LastIndexOf('\n')])).FirstDifference;
        Assert.Equal(events, shorter!.EventNumber);
        Assert.Null(shorter.Expected);
    }

    private static EventTrace Run(
        ulong seed, TextWriter? writer = null, TextReader? expected = null, int customers = 10)
    {
        var trace = new EventTrace(writer, expected);
        var sim = new Simulation(seed) { Trace = trace };
        var slots = new Slots(sim, 1);
        async SimTask Customer()
        {
            if (!await slots.Acquire(Seconds(2))) return;
            await sim.Delay(sim.Stream("service").NextExponential(Seconds(1)));
            slots.Release();
        }

        async SimTask Source()
        {
            for (var i = 0; i < customers; i++)
            {
                sim.Start(Customer());
                await sim.Delay(sim.Stream("arrivals").NextExponential(Seconds(1)));
            }
        }

        sim.Start(Source());
        sim.RunUntil(SimTime.Never);
        trace.Finish();
        return trace;
    }
}
