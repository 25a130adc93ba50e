using Simulator.Models.Cpu;
using Xunit;

namespace Simulator.Tests.Cpu;

/// <summary>On which CPU a woken thread is put.</summary>
public class PlacementTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void AWokenThreadGoesBackToItsIdleCpuOrWhereCpusArePackedBesideItsLonelyWaker(bool packs, int cpu)
    {
        var (waker, sleeper, _) = Threads(packs);
        waker.Run(Bench.Ms(1));
        sleeper.Run(Bench.Ms(1), waker);
        Assert.Equal([0, cpu], [waker.CpuIndex, sleeper.CpuIndex]);
    }

    [Theory]
    [InlineData(false, 0)] // Its own is taken by the first, and no other is idle: the waker's.
    [InlineData(true, 1)] // Its own, as the waker has company.
    public void TheSecondThatIsWokenIsNotPacked(bool packs, int cpu)
    {
        var (waker, first, second) = Threads(packs);
        waker.Run(Bench.Ms(1));
        first.Run(Bench.Ms(1), waker);
        second.Run(Bench.Ms(1), waker);
        Assert.Equal(packs ? 0 : 1, first.CpuIndex);
        Assert.Equal(cpu, second.CpuIndex);
    }

    [Fact]
    public void WhereCpusArePackedNobodyLooksForAnIdleOne()
    {
        // Two threads whose last CPU was 0, woken by nobody: one waits there while CPU 1 is idle.
        var bench = new Bench(cpus: 2, packs: true);
        var group = bench.Unlimited();
        var threads = new[] { bench.Burner(group).At(1, 10), bench.Burner(bench.Unlimited()), bench.Burner(group).At(1, 10) };
        bench.RunUntil(5);
        Assert.Equal([0, 0], [threads[0].Thread.CpuIndex, threads[2].Thread.CpuIndex]);
        bench.RunUntil(100);
        Assert.Equal(21, Math.Max(threads[0].DoneMs[0], threads[2].DoneMs[0]), 6);
    }

    // The waker was last on CPU 0, the others on CPU 1.
    private static (CpuThread Waker, CpuThread First, CpuThread Second) Threads(bool packs)
    {
        var bench = new Bench(cpus: 2, packs: packs);
        var threads = Enumerable.Range(0, 4)
            .Select(_ => bench.Burner(bench.Unlimited()).Thread).ToArray();
        return (threads[0], threads[1], threads[3]);
    }
}
