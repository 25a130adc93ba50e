using MathNet.Numerics.Distributions;
using Simulator.Kernel;
using Simulator.Models.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

public class TheoryTableTests
{
    private const int Replications = 20;

    private static readonly Lazy<IReadOnlyList<TheoryRow>> Table = new(() => TheoryTable.Run(2024, Replications));

    /// <summary>
    /// What the largest of all rows' |z| exceeds once in a thousand seeds (Bonferroni) when all is right.
    /// </summary>
    private static double Bound => StudentT.InvCDF(0, 1, Replications - 1, 1 - (0.001 / 2 / Table.Value.Count));

    [Fact]
    public void EveryRowAgreesWithTheory() => Assert.All(Table.Value, row => Assert.True(
        Math.Abs(row.ZScore) < Bound,
            $"{row.Name}, {row.Quantity}: {row.Theory} / {row.Simulated} z {row.ZScore:0.0}"));

    [Fact]
    public void TheErrorsAreSmallEnoughToMeanSomething() => Assert.All(
        Table.Value.Where(r => r.Theory > 0), row => Assert.InRange(row.StandardError / row.Theory, 1e-6, 0.02));

    [Fact]
    public void AWrongServerWouldBeFound()
    {
        // Theory of a server 3 % slower than the simulated one.
        var row = Table.Value[0] with { Theory = ClosedForms.Mm1Time(80, 97) };
        Assert.True(Math.Abs(row.ZScore) > Bound, $"z {row.ZScore}");
    }

    [Fact]
    public void NoCustomerIsEverUnaccountedFor()
    {
        var rows = Table.Value.Where(r => r.Quantity.Contains("onservation", StringComparison.Ordinal)
            || r.Name == "Conservation").ToList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, r => Assert.Equal((0, 0), (r.Simulated.Mean, r.StandardError)));
    }

    [Fact]
    public void TheTableIsAPureFunctionOfTheSeed()
    {
        var length = Duration.FromSeconds(100);
        Assert.Equal(TheoryTable.Run(1, 2, length), TheoryTable.Run(1, 2, length));
        Assert.NotEqual(TheoryTable.Run(1, 2, length), TheoryTable.Run(2, 2, length));
    }

    [Fact]
    public void TheIntervalOfTheMeanCoversTheTruthInNinetyFiveOfAHundredSeeds()
    {
        const int seeds = 1_000;
        var truth = ClosedForms.Mm1Time(50, 100);
        var covered = Enumerable.Range(0, seeds).Count(seed => Estimate.FromReplications(
            [.. Enumerable.Range(0, 10).Select(replication => StationaryMm1.MeanTime((ulong)seed, replication, 1_000))])
            .Covers(truth));
        Assert.InRange(covered / (double)seeds, 0.93, 0.97);
    }
}
