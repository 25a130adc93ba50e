using System.Numerics;

namespace Simulator.Kernel;

/// <summary>
/// Times of any length to three significant digits, in memory that grows with their spread; merges without loss.
/// </summary>
/// <remarks>
/// Log-linear buckets as in HdrHistogram (Tene): every doubling has 1024 of equal width. Count, mean and maximum are
/// exact. Pages of buckets come into being where values are, so that an hour may have a histogram for every second.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int PageBits = 5;
    private const int PageSize = 1 << PageBits;

    private readonly int _precisionBits;
    private int[]?[] _pages = [];
    private int _firstPage;
    private double _sum;

    public LatencyHistogram()
        : this(10)
    {
    }

    private LatencyHistogram(int precisionBits) => _precisionBits = precisionBits;

    public long Count { get; private set; }

    /// <summary>Zero when empty.</summary>
    public Duration Max { get; private set; }

    /// <summary>Zero when empty.</summary>
    public Duration Mean => Count == 0 ? Duration.Zero : new((long)Math.Round(_sum / Count));

    /// <summary>To two digits (128 buckets a doubling), for where there are thousands of histograms.</summary>
    public static LatencyHistogram Coarse() => new(7);

    /// <param name="value">Not negative.</param>
    public void Record(Duration value)
    {
        if (value < Duration.Zero) throw new ArgumentOutOfRangeException(nameof(value), $"{value} is negative.");
        BucketOf(IndexOf(value.Nanoseconds))++;
        _sum += value.Nanoseconds;
        Count++;
        if (value > Max) Max = value;
    }

    /// <summary>
    /// The time that a share <paramref name="q"/> (0..1) of all values does not exceed; zero when empty.
    /// </summary>
    public Duration Quantile(double q)
    {
        if (q is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "Must lie between 0 and 1.");
        var cursor = new Cursor(this);
        return cursor.MoveTo(q);
    }

    /// <summary>
    /// How many values are not above <paramref name="value"/>; those in its own bucket count whole.
    /// </summary>
    public long CountUpTo(Duration value)
    {
        if (value < Duration.Zero) return 0;
        var end = IndexOf(value.Nanoseconds) - (_firstPage << PageBits);
        var count = 0L;
        for (var i = 0; i <= Math.Min(end, (_pages.Length << PageBits) - 1); i++)
            if (_pages[i >> PageBits] is { } page) count += page[i & (PageSize - 1)];
        return count;
    }

    /// <summary>
    /// Adds all of the other's values, each at the upper edge of its bucket where the other is coarser.
    /// </summary>
    public void Merge(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var p = 0; p < other._pages.Length; p++)
        {
            if (other._pages[p] is not { } page) continue;
            var first = (other._firstPage + p) << PageBits;
            for (var i = 0; i < PageSize; i++)
            {
                if (page[i] == 0) continue;
                var index = other._precisionBits == _precisionBits ? first + i : IndexOf(other.UpperEdge(first + i));
                BucketOf(index) += page[i];
            }
        }

        _sum += other._sum;
        Count += other.Count;
        if (other.Max > Max) Max = other.Max;
    }

    /// <summary>
    /// The distribution as (quantile, time) steps, finer towards 1: for plots with a percentile axis.
    /// </summary>
    /// <param name="stepsPerHalving">Points between 0 and 0.5, between 0.5 and 0.75, and so on.</param>
    public IEnumerable<(double Quantile, Duration Value)> Percentiles(int stepsPerHalving = 5)
    {
        if (Count == 0) yield break;
        var cursor = new Cursor(this);
        var step = 0.5 / stepsPerHalving;
        for (var (rest, i) = (1.0, 0); rest * Count >= 1; rest -= step, i++)
        {
            if (i > 0 && i % stepsPerHalving == 0) step /= 2;
            yield return (1 - rest, cursor.MoveTo(1 - rest));
        }

        yield return (1, Max);
    }

    private int IndexOf(long value)
    {
        var shift = BitOperations.Log2((ulong)value | 1) - _precisionBits;
        return shift <= 0 ? (int)value : (shift << _precisionBits) + (int)(value >> shift);
    }

    /// <summary>The largest value that counts in the bucket.</summary>
    private long UpperEdge(int index)
    {
        var shift = (index >> _precisionBits) - 1;
        return shift <= 0 ? index : (((long)index - ((long)shift << _precisionBits) + 1) << shift) - 1;
    }

    private ref int BucketOf(int index)
    {
        var page = (index >> PageBits) - _firstPage;
        if ((uint)page >= (uint)_pages.Length) page = MakeRoomFor(index >> PageBits);
        return ref (_pages[page] ??= new int[PageSize])[index & (PageSize - 1)];
    }

    private int MakeRoomFor(int page)
    {
        if (_pages.Length == 0)
        {
            (_firstPage, _pages) = (page, new int[]?[1]);
            return 0;
        }

        var first = Math.Min(_firstPage, page);
        var end = Math.Max(_firstPage + _pages.Length, page + 1);
        var pages = new int[]?[end - first];
        _pages.CopyTo(pages, _firstPage - first);
        (_firstPage, _pages) = (first, pages);
        return page - first;
    }

    /// <summary>Walks up the buckets, so that a series of rising quantiles takes one pass.</summary>
    private struct Cursor(LatencyHistogram histogram)
    {
        private int _next;
        private long _below;
        private long _edge;

        public Duration MoveTo(double q)
        {
            // The slack keeps 0.99 of 100 values at the 99th, whatever the last bit of the product says.
            var wanted = Math.Max(1, (long)Math.Ceiling((q * histogram.Count) - (1e-9 * histogram.Count)));
            var pages = histogram._pages;
            while (_below < wanted && _next < pages.Length << PageBits)
            {
                if (pages[_next >> PageBits] is not { } page)
                {
                    _next += PageSize;
                    continue;
                }

                var count = page[_next & (PageSize - 1)];
                if (count > 0) _edge = histogram.UpperEdge((histogram._firstPage << PageBits) + _next);
                _below += count;
                _next++;
            }

            // The bucket's upper edge may lie above the exact maximum.
            return new Duration(Math.Min(_edge, histogram.Max.Nanoseconds));
        }
    }
}
