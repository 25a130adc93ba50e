using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

public class RandomStreamTests
{
    private static readonly ulong[] RecordedDraws =
        [0x8934A6C029E113E1, 0x79AD738DA0EF74C9, 0xE3A73567A8AB7E75];

    [Fact]
    public void TheGeneratorIsXoshiro256StarStarAndTheSeedingNeverChanges()
    {
        // From an independent implementation; the same seed must give the same results in every version.
        var stream = new RandomStream(42, 0, "arrivals");
        Assert.Equal(RecordedDraws, Enumerable.Range(0, 3).Select(_ => stream.NextUInt64()));
    }

    [Fact]
    public void TheSameNameIsTheSameStreamAndAnotherNameAnotherOne()
    {
        var sim = new Simulation(7, 3);
        Assert.Same(sim.Stream("a"), sim.Stream("a"));
        Assert.Equal(new RandomStream(7, 3, "a").NextUInt64(), sim.Stream("a").NextUInt64());
        ulong[] first =
        [
            new RandomStream(7, 3, "a").NextUInt64(), new RandomStream(7, 3, "b").NextUInt64(),
            new RandomStream(7, 4, "a").NextUInt64(), new RandomStream(8, 3, "a").NextUInt64(),
            new RandomStream(7, 3, "aa").NextUInt64(), new RandomStream(7, 3, "").NextUInt64(),
            new RandomStream(3, 7, "a").NextUInt64(),
        ];
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("replication")]
    [InlineData("name")]
    public void NeighbouringStreamsAreNotCorrelated(string neighbour)
    {
        const int n = 20_000;
        var u = Enumerable.Range(0, n).Select(i => neighbour switch
        {
            "seed" => new RandomStream((ulong)i, 0, "x"),
            "replication" => new RandomStream(1, i, "x"),
            _ => new RandomStream(1, 0, $"x{i}"),
        }).Select(s => s.NextDouble() - 0.5).ToArray();
        var correlation = Enumerable.Range(1, n - 1).Sum(i => u[i] * u[i - 1]) / u.Sum(x => x * x);
        Assert.InRange(correlation * Math.Sqrt(n), -4, 4); // Standard normal when independent.
        Assert.InRange(u.Average() * Math.Sqrt(12.0 * n), -4, 4);
    }

    [Fact]
    public void IntegersAreUnbiased()
    {
        var stream = new RandomStream(1, 0, "ints");
        const int n = 60_000;
        var counts = new int[6];
        for (var i = 0; i < n; i++) counts[stream.NextInt(6)]++;
        var chiSquare = counts.Sum(c => Math.Pow(c - (n / 6.0), 2) / (n / 6.0));
        Assert.True(chiSquare < 22, $"chi-square {chiSquare} with 5 degrees of freedom");
        Assert.Equal(0, stream.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt(0));
    }

    [Fact]
    public void ExponentialAndNormalHaveTheirMoments()
    {
        var stream = new RandomStream(1, 0, "moments");
        const int n = 200_000;
        var exponential = Enumerable.Range(0, n).Select(_ => stream.NextExponential(3.0)).ToArray();
        Assert.InRange(exponential.Average(), 3 - (4 * 3 / Math.Sqrt(n)), 3 + (4 * 3 / Math.Sqrt(n)));
        Assert.InRange(exponential.Count(x => x > 3) / (double)n, Math.Exp(-1) - 0.005, Math.Exp(-1) + 0.005);
        var normal = Enumerable.Range(0, n).Select(_ => stream.NextNormal(10, 2)).ToArray();
        Assert.InRange(normal.Average(), 10 - (8 / Math.Sqrt(n)), 10 + (8 / Math.Sqrt(n)));
        Assert.InRange(normal.Count(x => x > 12) / (double)n, 0.1587 - 0.004, 0.1587 + 0.004);
    }

    [Fact]
    public void OtherLibrariesCanDrawFromIt()
    {
        Random random = new RandomStream(1, 0, "as Random");
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Next(3, 7), 3, 6));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextInt64(-5, 5), -5, 4));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextSingle(), 0f, 0.99999994f));
        var bytes = new byte[1000];
        random.NextBytes(bytes);
        Assert.InRange(bytes.Distinct().Count(), 200, 256);
        var mean = Enumerable.Range(0, 1000)
            .Average(_ => MathNet.Numerics.Distributions.Poisson.Sample(random, 3));
        Assert.InRange(mean, 2.75, 3.25);
    }
}
