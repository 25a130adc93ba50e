using Simulator.Models.Cpu;
using Xunit;
using static Simulator.Tests.Cpu.Figures;

namespace Simulator.Tests.Cpu;

/// <summary>Kubernetes puts a quota on the pod's group and on the container's group below it.</summary>
public class NestedGroupTests
{
    [Fact]
    public void EveryLevelIsChargedForTheSameExecution()
    {
        var (bench, pod, container) = Nested(50, 50, podPhaseMs: 30);
        bench.Hog(container, fromMs: 1);
        bench.RunUntil(1995);
        Assert.Equal(container.Read().UsageNs, pod.Read().UsageNs);
        Near(pod.Read().NrPeriods, container.Read().NrPeriods, 1, "periods");
        Assert.True(pod.Read().UsageNs > 0);
    }

    [Theory]
    [InlineData(50, 30)]
    [InlineData(30, 50)]
    [InlineData(40, 40)]
    public void TheTighterQuotaRules(double podMs, double containerMs)
    {
        foreach (var phase in (double[])[0, 13.7, 50, 77])
        {
            var (bench, pod, container) = Nested(podMs, containerMs, phase);
            bench.Hog(container, fromMs: 0.5);
            var usage = bench.StatAt(10_000, pod).UsageMs() / 10_000;
            var least = Math.Min(podMs, containerMs) / 100;
            Assert.True(usage <= 1.01 * least + 0.001, $"pod phase {phase}: usage {usage} of {least}");
            Assert.True(usage >= 0.8 * least, $"pod phase {phase}: usage {usage} of {least}");
        }
    }

    [Fact]
    public void TwoContainersOfAPodShareThePodsQuota()
    {
        var bench = new Bench(cpus: 2);
        var pod = bench.Limited(60);
        CpuGroup[] containers = [bench.Limited(50, phaseMs: 20, parent: pod), bench.Limited(50, 51, parent: pod)];
        bench.Hog(containers[0], 0, 0.5);
        bench.Hog(containers[1], 1, 0.5);
        bench.RunUntil(10_000);
        Near(6000, pod.Read().UsageMs(), 60, "pod");
        Near(pod.Read().UsageMs(), containers.Sum(c => c.Read().UsageMs()), 1e-6, "containers together");
        Assert.All(containers, c => Assert.True(c.Read().UsageMs() <= 5010));
    }

    [Fact]
    public void ABurstAroundOneRefillIsHeldBackByTheOther()
    {
        // Just before and just after its refill a lone group spends two quotas; the pod's pool has only one.
        var alone = new Bench();
        var group = alone.Limited(20, phaseMs: 82.3);
        var free = alone.Burner(group).At(62.5, 38);
        alone.RunUntil(500);

        var (bench, _, container) = Nested(20, 20, podPhaseMs: 32.3, containerPhaseMs: 82.3);
        var held = bench.Burner(container).At(62.5, 38);
        bench.RunUntil(500);
        Assert.Equal(38, free.LatenciesMs[0], 6);
        Assert.True(held.LatenciesMs[0] > 60, $"{held.LatenciesMs[0]} ms");
    }

    [Fact]
    public void ALimitAboveMakesThreadsOfAnUnlimitedGroupWait()
    {
        var bench = new Bench();
        var pod = bench.Limited(20);
        var container = bench.Unlimited(parent: pod);
        var hog = bench.Hog(container, fromMs: 1);
        bench.RunUntil(99);
        Assert.Equal(23, hog.RanMs);
        Assert.Equal(RunState.Throttled, hog.Thread.State);
        Assert.Equal(0, container.Read().NrPeriods);
        Assert.Equal(1, bench.StatAt(100, pod).NrThrottled);
    }

    [Theory]
    [InlineData("5.4")]
    [InlineData("6.17")]
    [InlineData("6.18")]
    public void NestedGroupsWithOnePhaseBehaveAsOne(string version)
    {
        var bench = new Bench(version: version);
        var pod = bench.Limited(20, phaseMs: 1.7);
        var container = bench.Limited(20, phaseMs: 1.7, parent: pod);
        var hog = bench.Hog(container, fromMs: 0.5);
        var single = new Bench(version: version);
        var group = single.Limited(20, phaseMs: 1.7);
        var reference = single.Hog(group, fromMs: 0.5);
        bench.RunUntil(5001);
        single.RunUntil(5001);
        Near(reference.RanMs, hog.RanMs, 4, "CPU time");
    }

    private static (Bench Bench, CpuGroup Pod, CpuGroup Container) Nested(
        double podMs, double containerMs, double podPhaseMs, double containerPhaseMs = 0)
    {
        var bench = new Bench();
        var pod = bench.Limited(podMs, podPhaseMs);
        return (bench, pod, bench.Limited(containerMs, containerPhaseMs, parent: pod));
    }
}
