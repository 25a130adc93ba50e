using Simulator.Kernel;
using Simulator.Models.Traffic;
using Xunit;

namespace Simulator.Tests.Traffic;

public class BackoffTests
{
    private static readonly BackoffOptions Doubling = new()
    {
        Base = Duration.FromMilliseconds(100),
        Max = Duration.FromSeconds(2),
        Jitter = Jitter.None,
    };

    [Fact]
    public void ThePauseDoublesUpToTheLongest() =>
        Assert.Equal([100, 200, 400, 800, 1600, 2000, 2000], Pauses(Doubling, 7, () => 0.5));

    [Fact]
    public void AFactorOfOneIsAlwaysTheSamePause() =>
        Assert.Equal([100, 100, 100], Pauses(Doubling with { Factor = 1 }, 3, () => 0.5));

    [Theory]
    [InlineData(Jitter.Full, 0, 800)]
    [InlineData(Jitter.Equal, 400, 800)]
    public void JitterIsUniformBetweenItsBounds(Jitter jitter, double least, double most)
    {
        var stream = new RandomStream(1, 0, "jitter");
        var options = Doubling with { Jitter = jitter };
        var pauses = Enumerable.Range(0, 20_000)
            .Select(_ => options.Pause(3, Duration.Zero, stream.NextDouble()).TotalMilliseconds).ToList();
        Assert.All(pauses, p => Assert.InRange(p, least, most));

        // A uniform law's mean and variance; 4 standard errors.
        var width = most - least;
        Assert.Equal((least + most) / 2, pauses.Average(), 4 * width / Math.Sqrt(12 * pauses.Count));
        var mean = pauses.Average();
        Assert.Equal(width * width / 12, pauses.Average(p => (p - mean) * (p - mean)), width * width * 0.003);
    }

    [Fact]
    public void ADecorrelatedPauseLiesBetweenTheBaseAndThreeTimesTheLastOne()
    {
        var stream = new RandomStream(1, 0, "jitter");
        var options = Doubling with { Jitter = Jitter.Decorrelated };
        var last = Duration.Zero;
        for (var retry = 0; retry < 10_000; retry++)
        {
            var next = options.Pause(retry, last, stream.NextDouble());
            var most = Math.Min(2_000, 3 * Math.Max(100, last.TotalMilliseconds));
            Assert.InRange(next.TotalMilliseconds, 100, most + 1e-6);
            last = next;
        }

        Assert.Equal(2_000, options.Pause(5, Duration.FromSeconds(10), 0.99).TotalMilliseconds);
    }

    [Fact]
    public void AThousandDoublingsAreStillTheLongestPause() =>
        Assert.Equal(Duration.FromSeconds(2), Doubling.Pause(2_000, Duration.Zero, 0));

    private static List<double> Pauses(BackoffOptions options, int count, Func<double> draw)
    {
        var pauses = new List<double>();
        var last = Duration.Zero;
        for (var retry = 0; retry < count; retry++)
        {
            last = options.Pause(retry, last, draw());
            pauses.Add(last.TotalMilliseconds);
        }

        return pauses;
    }
}
