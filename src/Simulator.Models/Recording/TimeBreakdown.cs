using System.Collections.Immutable;
using System.Numerics;
using Simulator.Kernel;

namespace Simulator.Models.Recording;

/// <summary>
/// Where the time of many requests went, kept by latency in constant memory: so the mean account of the requests
/// near any percentile can be told afterwards.
/// </summary>
/// <remarks>Sums are of whole nanoseconds, exact up to 104 days of requests' time in a bucket.</remarks>
public sealed class TimeBreakdown
{
    // 64 buckets for each doubling: the latencies in one differ by at most 1.6 %.
    private const int PrecisionBits = 6;

    private Bucket?[] _buckets = [];

    public long Count { get; private set; }

    /// <summary>Of these, requests that queued for a thread.</summary>
    public long Queued { get; private set; }

    public void Record(in TimeAccount account)
    {
        var bucket = BucketAt(IndexOf(account.Total.Nanoseconds));
        bucket.Count++;
        for (var part = 0; part < TimeAccount.Parts; part++)
            bucket.Sums[part] += account[(TimePart)part].Nanoseconds;
        Count++;
        if (account[TimePart.Queued] > Duration.Zero) Queued++;
    }

    public void Merge(TimeBreakdown other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < other._buckets.Length; i++)
        {
            if (other._buckets[i] is not { } from) continue;
            var bucket = BucketAt(i);
            bucket.Count += from.Count;
            for (var part = 0; part < TimeAccount.Parts; part++) bucket.Sums[part] += from.Sums[part];
        }

        Count += other.Count;
        Queued += other.Queued;
    }

    /// <summary>
    /// The mean seconds of each part, in the order of <see cref="TimePart"/>, over the requests whose rank lies next
    /// to <paramref name="q"/> (0..1): half as far as the end of the ranks, at most 5 %, at least one request. So p99
    /// is 98.5 % to 99.5 %, the median 45 % to 55 %. Empty without requests.
    /// </summary>
    public ImmutableArray<double> Near(double q)
    {
        if (q is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "Must lie between 0 and 1.");
        if (Count == 0) return [];
        var reach = Math.Min(0.05, (1 - q) / 2) * Count;
        // The slack keeps 0.99 of 100 at the 99th, whatever the last bit of the product says.
        var rank = Math.Clamp(Math.Ceiling((q * Count) - (1e-9 * Count)), 1, Count);
        var (low, high) = (Math.Min(rank - 1, (q * Count) - reach), Math.Max(rank, (q * Count) + reach));
        var sums = new double[TimeAccount.Parts];
        var (below, weight) = (0.0, 0.0);
        foreach (var bucket in _buckets)
        {
            if (bucket is null) continue;
            var share = (Math.Min(high, below + bucket.Count) - Math.Max(low, below)) / bucket.Count;
            below += bucket.Count;
            if (share <= 0) continue;
            for (var part = 0; part < sums.Length; part++) sums[part] += share * bucket.Sums[part];
            weight += share * bucket.Count;
        }

        return [.. sums.Select(s => s / weight / 1e9)];
    }

    // Log-linear, as in LatencyHistogram.
    private static int IndexOf(long value)
    {
        var shift = BitOperations.Log2((ulong)value | 1) - PrecisionBits;
        return shift <= 0 ? (int)value : (shift << PrecisionBits) + (int)(value >> shift);
    }

    private Bucket BucketAt(int index)
    {
        if (index >= _buckets.Length) Array.Resize(ref _buckets, index + (1 << PrecisionBits));
        return _buckets[index] ??= new Bucket();
    }

    private sealed class Bucket
    {
        public long Count { get; set; }

        /// <summary>Nanoseconds.</summary>
        public double[] Sums { get; } = new double[TimeAccount.Parts];
    }
}
