using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Distributions;

namespace Simulator.Kernel;

/// <summary>An independent sequence of random numbers, a pure function of (seed, replication, name).</summary>
/// <remarks>
/// xoshiro256** 1.0 (Blackman and Vigna 2018), seeded through SplitMix64. Also a <see cref="Random"/>, so that
/// other libraries' samplers can draw from it. One draw a sample, by inversion, so that a changed parameter
/// leaves the draws of all later samples where they were.
/// </remarks>
public sealed class RandomStream : Random
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public RandomStream(ulong seed, int replication, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = new SplitMix64(SplitMix64.Mix(seed) ^ (uint)replication);
        foreach (var c in name) hash = new SplitMix64(hash.Next() ^ c);
        hash = new SplitMix64(hash.Next() ^ (ulong)name.Length);
        (_s0, _s1, _s2, _s3) = (hash.Next(), hash.Next(), hash.Next(), hash.Next());
    }

    /// <summary>All 2^64 values alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>In [0, 1), a multiple of 2^-53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In (0, 1): both ends excluded, for quantile functions.</summary>
    public double NextOpenDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>In [0, n), without bias; n at least 1.</summary>
    public int NextInt(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return (int)Below((ulong)n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextExponential(double mean) => Math.Log(NextNotZero()) * -mean;

    /// <summary>Exponential time of that mean, to the nanosecond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Duration NextExponential(Duration mean) =>
        Duration.FromNanoseconds(NextExponential((double)mean.Nanoseconds));

    // In (0, 1], a multiple of 2^-53: what a logarithm can take.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double NextNotZero() => (long)((NextUInt64() >> 11) + 1) * (1.0 / (1UL << 53));

    public double NextNormal(double mean = 0, double standardDeviation = 1) =>
        Normal.InvCDF(mean, standardDeviation, NextOpenDouble());

    public override int Next() => (int)Below(int.MaxValue);

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : (int)Below((ulong)maxValue);
    }

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => (long)Below(long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue == maxValue ? minValue : minValue + (long)Below((ulong)(maxValue - minValue));
    }

    public override float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref var b in buffer) b = (byte)(NextUInt64() >> 56);
    }

    protected override double Sample() => NextDouble();

    // Lemire 2019, "Fast random integer generation in an interval": multiply, and reject the biased sliver.
    private ulong Below(ulong n)
    {
        var high = Math.BigMul(NextUInt64(), n, out var low);
        if (low >= n) return high;
        var sliver = (0 - n) % n;
        while (low < sliver) high = Math.BigMul(NextUInt64(), n, out low);
        return high;
    }
}
