using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Tests.Cpu;

/// <summary>A node on the bench, in milliseconds: groups, hogs, and threads that get work at given times.</summary>
internal sealed class Bench
{
    public Bench(int cpus = 1, int hz = 250, string version = "6.18", double sliceMs = 5, bool packs = false)
    {
        if (!KernelVersion.TryParse(version, out var kernel)) throw new ArgumentException(version, nameof(version));
        var options = new KernelOptions
        {
            Hz = hz, Version = kernel, BandwidthSlice = Ms(sliceMs), PacksVirtualCpus = packs,
        };
        Node = new CpuNode(Sim, cpus, options);
    }

    public Simulation Sim { get; } = new();

    public CpuNode Node { get; }

    public double NowMs => Sim.Now.Nanoseconds / 1e6;

    public static Duration Ms(double ms) => Duration.FromMilliseconds(ms);

    public CpuGroup Limited(double quotaMs, double phaseMs = 0, double periodMs = 100, double burstMs = 0,
        CpuGroup? parent = null, int weight = 1024) =>
        Node.CreateGroup("limited", new CfsQuota(Ms(quotaMs), Ms(periodMs), Ms(burstMs)), weight, Ms(phaseMs), parent);

    public CpuGroup Unlimited(int weight = 1024, CpuGroup? parent = null) =>
        Node.CreateGroup("unlimited", null, weight, Duration.Zero, parent);

    /// <summary>A thread that gets its work from the test.</summary>
    public Burner Burner(CpuGroup group, int? cpu = null) => new(Sim, Node, group, cpu);

    /// <summary>A thread that never ends.</summary>
    public Burner Hog(CpuGroup group, int? cpu = null, double fromMs = 0)
    {
        var hog = Burner(group, cpu);
        hog.At(fromMs, 1e9);
        return hog;
    }

    /// <summary>Writes down the group's first <paramref name="untilMs"/> milliseconds.</summary>
    public static CpuTrace Watch(CpuGroup group, double untilMs) =>
        group.Trace = new CpuTrace(SimTime.Zero, SimTime.Zero + Ms(untilMs));

    public Bench RunUntil(double ms)
    {
        Sim.RunUntil(SimTime.Zero + Ms(ms));
        return this;
    }

    /// <summary>A group's pool at an instant, in milliseconds.</summary>
    public double PoolAt(double ms, CpuGroup group)
    {
        RunUntil(ms);
        return group.PoolRuntime.TotalMilliseconds;
    }

    /// <summary>A group's cpu.stat at an instant.</summary>
    public CfsCounters StatAt(double ms, CpuGroup group)
    {
        RunUntil(ms);
        return group.Read();
    }
}
