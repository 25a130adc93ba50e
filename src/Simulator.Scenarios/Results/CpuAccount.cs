using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>What one replication says about a service's CPU, over the measured time.</summary>
internal sealed class CpuAccount
{
    private readonly ServiceResult _service;
    private readonly int _first;
    private readonly double _interval;
    private readonly int _count;
    private readonly long _podIntervals;

    public CpuAccount(ServiceResult service, Duration warmup, Duration duration)
    {
        _service = service;
        _interval = service.Interval.TotalSeconds;
        _first = (int)Math.Ceiling(warmup / service.Interval);
        _count = Math.Max(0, service.Completed.Length - _first);
        Seconds = (duration - (service.Interval * _first)).TotalSeconds;
        foreach (var pod in service.Pods)
        {
            Total = Add(Total, Sum(pod, _first, _count));
            _podIntervals += Lived(pod, _first, _count);
        }
    }

    /// <summary>All pods; intervals that begin after warm-up.</summary>
    public CpuInterval Total { get; }

    /// <summary>Length of the time that <see cref="Total"/> is over.</summary>
    public double Seconds { get; }

    public double Throughput => Seconds > 0 ? _service.Completed.Skip(_first).Sum() / Seconds : 0;

    /// <summary>Cores per pod.</summary>
    public double UsageCores => PerPodSecond(Total.UsageNs);

    /// <summary>Throttled seconds per second and pod.</summary>
    public double ThrottledTime => PerPodSecond(Total.ThrottledNs);

    /// <summary>Usage of each pod in each whole minute, as a share of the limit, or of the node without one.</summary>
    /// <remarks>A measured time of less than a minute is one window; a rest at the end is none, nor one that a pod did not
    /// live through.</remarks>
    public IEnumerable<double> Dashboard()
    {
        var capacity = _service.LimitCores ?? _service.NodeCpus;
        var window = Math.Min(_count, (int)Math.Round(60 / Math.Min(60, _interval)));
        if (window == 0 || Seconds <= 0) yield break;
        var seconds = window == _count ? Seconds : window * _interval;
        foreach (var pod in _service.Pods)
            for (var start = 0; start + window <= _count; start += window)
                if (Lived(pod, _first + start, window) == window) yield return Sum(pod, _first + start, window).UsageNs / 1e9 / seconds / capacity;
    }

    /// <summary>
    /// The highest nr_throttled / nr_periods of a pod in any five minutes, as CPUThrottlingHigh of kubernetes-mixin
    /// computes it; of the whole measured time where that is shorter.
    /// </summary>
    public double WorstThrottledRatio()
    {
        var window = Math.Min(_count, (int)Math.Max(1, Math.Round(ThrottlingAlert.Window / _service.Interval)));
        var worst = 0.0;
        if (window == 0) return worst;
        foreach (var pod in _service.Pods)
        {
            var sum = Sum(pod, _first, window);
            for (var end = _first + window; ; end++)
            {
                if (sum.NrPeriods > 0) worst = Math.Max(worst, (double)sum.NrThrottled / sum.NrPeriods);
                if (end >= _first + _count) break;
                sum = Add(sum, pod.At(end));
                var leaves = pod.At(end - window);
                sum = sum with
                {
                    NrPeriods = sum.NrPeriods - leaves.NrPeriods,
                    NrThrottled = sum.NrThrottled - leaves.NrThrottled,
                };
            }
        }

        return worst;
    }

    // Of pods that were there all the time, it is their number times the seconds.
    private double PerPodSecond(long ns) =>
        _podIntervals > 0 ? ns / 1e9 / Seconds / ((double)_podIntervals / _count) : 0;

    private static int Lived(PodResult pod, int first, int count) =>
        Math.Max(0, Math.Min(first + count, pod.First + pod.Cpu.Length) - Math.Max(first, pod.First));

    private static CpuInterval Sum(PodResult pod, int first, int count)
    {
        var sum = default(CpuInterval);
        var (from, to) = (Math.Max(first, pod.First), Math.Min(first + count, pod.First + pod.Cpu.Length));
        for (var i = from; i < to; i++) sum = Add(sum, pod.At(i));
        return sum;
    }

    private static CpuInterval Add(CpuInterval a, CpuInterval b) => new(
        a.UsageNs + b.UsageNs,
        a.NrPeriods + b.NrPeriods,
        a.NrThrottled + b.NrThrottled,
        a.ThrottledNs + b.ThrottledNs,
        a.NrBursts + b.NrBursts,
        a.BurstNs + b.BurstNs);
}
