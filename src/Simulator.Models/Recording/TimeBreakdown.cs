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

    /// <summary>The one with the longest latency, the first of several; null: none is known by itself.</summary>
    public WorstRequest? Worst { get; private set; }

    /// <summary>Of these, requests that queued for a thread.</summary>
    public long Queued { get; private set; }

    /// <param name="account">A request's.</param>
    /// <param name="earlier">What its part in earlier attempts is made of.</param>
    public void Record(in TimeAccount account, in TimeAccount earlier = default)
    {
        var bucket = BucketAt(IndexOf(account.Total.Nanoseconds));
        bucket.Count++;
        for (var part = 0; part < TimeAccount.Parts; part++)
            bucket.Sums[part] += account[(TimePart)part].Nanoseconds;
        if (account[TimePart.EarlierAttempts] > Duration.Zero)
        {
            var sums = bucket.Earlier ??= new double[TimeAccount.Parts];
            for (var part = 0; part < sums.Length; part++) sums[part] += earlier[(TimePart)part].Nanoseconds;
        }

        Count++;
        if (account[TimePart.Queued] > Duration.Zero) Queued++;
    }

    internal void Consider(
        Duration latency, SimTime intended, in TimeAccount account, in TimeAccount earlier, string client, long number,
        int? attempt)
    {
        if (Worst is null || latency > Worst.Latency)
            Worst = new WorstRequest(new TraceTarget(client, number, attempt), intended, latency, account, earlier);
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
            if (from.Earlier is null) continue;
            var earlier = bucket.Earlier ??= new double[TimeAccount.Parts];
            for (var part = 0; part < TimeAccount.Parts; part++) earlier[part] += from.Earlier[part];
        }

        Count += other.Count;
        Queued += other.Queued;
        if (other.Worst is { } worst && !(Worst?.Latency >= worst.Latency)) Worst = worst;
    }

    /// <summary>The mean seconds of each part over all requests, in the order of <see cref="TimePart"/>.</summary>
    public ImmutableArray<double> Mean()
    {
        var sums = new double[TimeAccount.Parts];
        foreach (var bucket in _buckets)
            for (var part = 0; bucket is not null && part < sums.Length; part++) sums[part] += bucket.Sums[part];
        return [.. sums.Select(s => Count == 0 ? 0 : s / Count / 1e9)];
    }

    /// <summary>
    /// The lowest and the highest latency, in seconds and to 1.6 %, of the requests that <see cref="Near"/> is the mean
    /// of: far apart where a percentile lies on a cliff.
    /// </summary>
    public (double Low, double High) Reach(double q)
    {
        var (low, high) = Window(q);
        var (lowest, highest, below) = (-1, 0, 0.0);
        for (var i = 0; i < _buckets.Length; i++)
        {
            if (_buckets[i] is not { } bucket) continue;
            var share = Math.Min(high, below + bucket.Count) - Math.Max(low, below);
            below += bucket.Count;
            if (share <= 0) continue;
            if (lowest < 0) lowest = i;
            highest = i;
        }

        return lowest < 0 ? default : (_buckets[lowest]!.Mean, _buckets[highest]!.Mean);
    }

    /// <summary>
    /// The mean seconds of each part, in the order of <see cref="TimePart"/>, over the requests whose rank lies next
    /// to <paramref name="q"/> (0..1): half as far as the end of the ranks, at most 5 %, at least one request. So p99
    /// is 98.5 % to 99.5 %, the median 45 % to 55 %. Empty without requests.
    /// </summary>
    public ImmutableArray<double> Near(double q) => MeanNear(q, b => b.Sums);

    /// <summary>The same of what the part in earlier attempts is made of; all zero where there were none.</summary>
    public ImmutableArray<double> NearInEarlierAttempts(double q) => MeanNear(q, b => b.Earlier);

    private ImmutableArray<double> MeanNear(double q, Func<Bucket, double[]?> of)
    {
        if (q is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "Must lie between 0 and 1.");
        if (Count == 0) return [];
        var (low, high) = Window(q);
        var sums = new double[TimeAccount.Parts];
        var (below, weight) = (0.0, 0.0);
        foreach (var bucket in _buckets)
        {
            if (bucket is null) continue;
            var share = (Math.Min(high, below + bucket.Count) - Math.Max(low, below)) / bucket.Count;
            below += bucket.Count;
            if (share <= 0) continue;
            if (of(bucket) is { } own)
                for (var part = 0; part < sums.Length; part++) sums[part] += share * own[part];
            weight += share * bucket.Count;
        }

        return [.. sums.Select(s => s / weight / 1e9)];
    }

    private (double Low, double High) Window(double q)
    {
        var reach = Math.Min(0.05, (1 - q) / 2) * Count;
        // The slack keeps 0.99 of 100 at the 99th, whatever the last bit of the product says.
        var rank = Math.Clamp(Math.Ceiling((q * Count) - (1e-9 * Count)), 1, Count);
        return (Math.Min(rank - 1, (q * Count) - reach), Math.Max(rank, (q * Count) + reach));
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

        /// <summary>Of their latencies, in seconds.</summary>
        public double Mean => Sums.Sum() / Count / 1e9;

        /// <summary>Nanoseconds.</summary>
        public double[] Sums { get; } = new double[TimeAccount.Parts];

        /// <summary>The same of the earlier attempts; null: there were none.</summary>
        public double[]? Earlier { get; set; }
    }
}

/// <summary>The slowest request of all that were measured.</summary>
/// <param name="Request">Which one: it can be looked at by running its replication again.</param>
/// <param name="At">Its intended arrival.</param>
/// <param name="Latency">The sum of its parts.</param>
/// <param name="Time">Its parts.</param>
/// <param name="Earlier">What the part in earlier attempts is made of.</param>
public sealed record WorstRequest(
    TraceTarget Request, SimTime At, Duration Latency, TimeAccount Time, TimeAccount Earlier);
