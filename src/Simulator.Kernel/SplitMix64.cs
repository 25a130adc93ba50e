namespace Simulator.Kernel;

/// <summary>A tiny generator of 64 bits of state, to spread a seed (Steele, Lea and Flood 2014).</summary>
internal struct SplitMix64(ulong state)
{
    private ulong _state = state;

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>In (0, 1), both ends excluded.</summary>
    public double NextOpenDouble() => ((Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
