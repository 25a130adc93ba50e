using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;
using Xunit;

namespace Simulator.Tests.Recording;

public class TimeBreakdownTests
{
    private static TimeAccount Account(long queuedNs, long runningNs)
    {
        var account = default(TimeAccount);
        account.Add(new CpuShare(new Duration(queuedNs), new Duration(runningNs), Duration.Zero, Duration.Zero));
        return account;
    }

    [Fact]
    public void NearAPercentileIsTheMeanOfItsNeighboursInRank()
    {
        // Latencies of 1 to 1000 ms, the faster half queued, the slower half running.
        var breakdown = new TimeBreakdown();
        for (var ms = 1; ms <= 1000; ms++)
            breakdown.Record(ms <= 500 ? Account(ms * 1_000_000L, 0) : Account(0, ms * 1_000_000L));
        var p99 = breakdown.Near(0.99);
        Assert.Equal(0, p99[(int)TimePart.Queued]);
        Assert.Equal(0.990, p99[(int)TimePart.Running], 0.990 * 0.016);
        var p25 = breakdown.Near(0.25);
        Assert.Equal(0.250, p25[(int)TimePart.Queued], 0.250 * 0.016);
        // The median's neighbours, 450 to 550 ms, are half of this kind and half of that.
        var p50 = breakdown.Near(0.5);
        Assert.Equal(0.2375, p50[(int)TimePart.Queued], 0.01);
        Assert.Equal(0.2625, p50[(int)TimePart.Running], 0.01);
    }

    [Fact]
    public void WhereLatencyJumpsTheReachOfAPercentileSaysSo()
    {
        // Nine in a hundred take a second, the others a millisecond: p90 and p91 see both, p50 and p99 one kind.
        var breakdown = new TimeBreakdown();
        for (var i = 0; i < 1000; i++) breakdown.Record(Account(0, i < 910 ? 1_000_000 : 1_000_000_000));
        Assert.Equal((0.001, 1), breakdown.Reach(0.9));
        Assert.Equal((0.001, 0.001), breakdown.Reach(0.5));
        Assert.Equal((1, 1), breakdown.Reach(0.99));
    }

    [Fact]
    public void TheOnlyRequestIsNearEveryPercentile()
    {
        var breakdown = new TimeBreakdown();
        breakdown.Record(Account(3, 4));
        foreach (var q in (double[])[0, 0.5, 0.99, 0.999, 1])
        {
            double[] expected = [3e-9, 4e-9, .. Enumerable.Repeat(0.0, TimeAccount.Parts - 2)];
            Assert.Equal(expected, breakdown.Near(q).Select(s => Math.Round(s, 15)));
        }

        Assert.Empty(new TimeBreakdown().Near(0.5));
    }

    [Fact]
    public void ThePartsNearAPercentileAddUpToLatenciesThatWereThere()
    {
        Gen.Select(Gen.Long[0, 5_000_000_000], Gen.Long[0, 5_000_000_000]).List[1, 200].Sample(
            requests =>
            {
                var breakdown = new TimeBreakdown();
                foreach (var (queued, running) in requests) breakdown.Record(Account(queued, running));
                double[] latencies = [.. requests.Select(r => (r.Item1 + r.Item2) / 1e9).Order()];
                foreach (var q in (double[])[0.5, 0.9, 0.99, 1])
                {
                    // Half of the way to the end of the ranks, and a bucket's width.
                    var reach = Math.Min(0.05, (1 - q) / 2);
                    var low = latencies[(int)Math.Max(0, Math.Floor((q - reach) * latencies.Length) - 1)];
                    var high = latencies[(int)Math.Min(latencies.Length - 1, (q + reach) * latencies.Length)];
                    Assert.InRange(breakdown.Near(q).Sum(), low / 1.016, high * 1.016);
                }
            },
            iter: 300, threads: 1, seed: "0000KOIe78O3");
    }

    [Fact]
    public void TwoHalvesMergedAreTheWhole()
    {
        var (whole, even, odd) = (new TimeBreakdown(), new TimeBreakdown(), new TimeBreakdown());
        for (var i = 0; i < 500; i++)
        {
            var account = Account(i * i * 1_000L, 1_000_000);
            whole.Record(account);
            (i % 2 == 0 ? even : odd).Record(account);
        }

        even.Merge(odd);
        Assert.Equal(whole.Count, even.Count);
        foreach (var q in (double[])[0.1, 0.5, 0.95, 0.999]) Assert.Equal(whole.Near(q), even.Near(q));
    }

    [Fact]
    public void WhoQueuedIsCountedHoweverShort()
    {
        var (some, others) = (new TimeBreakdown(), new TimeBreakdown());
        some.Record(Account(1, 5_000_000));
        some.Record(Account(0, 5_000_000));
        others.Record(Account(7_000_000, 0));
        some.Merge(others);
        Assert.Equal((2, 3), (some.Queued, some.Count));
    }

    [Fact]
    public void AForgottenPartIsABug()
    {
        var plan = new MeasuringPlan(Duration.Zero, Duration.FromSeconds(1), 1);
        var recorder = new BreakdownRecorder(plan);
        recorder.Record(SimTime.Zero, new Duration(7), Account(3, 4));
        Assert.Throws<InvalidOperationException>(() =>
            recorder.Record(SimTime.Zero, new Duration(8), Account(3, 4)));
        recorder.Record(SimTime.Zero, new Duration(8), Account(3, 4).CutShortAt(new Duration(8)));
        Assert.Equal(2, recorder.Measured.Count);
    }

    [Fact]
    public void WarmUpIsNotBrokenDown()
    {
        var plan = new MeasuringPlan(Duration.FromSeconds(1), Duration.FromSeconds(2), 1);
        var recorder = new BreakdownRecorder(plan);
        recorder.Record(SimTime.Zero, new Duration(7), Account(3, 4));
        Assert.Equal(0, recorder.Measured.Count);
    }
}
