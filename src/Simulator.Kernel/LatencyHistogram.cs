namespace Simulator.Kernel;

/// <summary>Latencies in constant memory: HDR, 1 µs to 1 h, three digits, exact merge.</summary>
public sealed class LatencyHistogram
{
    private readonly HdrHistogram.LongHistogram _hdr = new(1, 3_600_000_000, 3);

    public long Count => _hdr.TotalCount;

    /// <summary>Longer than an hour counts as an hour, shorter than a microsecond as one.</summary>
    public void Record(Duration latency) => _hdr.RecordValue(Math.Clamp(latency.Nanoseconds / 1000, 1, 3_600_000_000));

    /// <summary>The value below which <paramref name="percentile"/> (0–100) of the latencies lie; zero when empty.</summary>
    public Duration Percentile(double percentile) => Duration.FromMicroseconds(_hdr.GetValueAtPercentile(percentile));

    public void Add(LatencyHistogram other) => _hdr.Add(other._hdr);
}
