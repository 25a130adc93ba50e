using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>What one replication says about a service's CPU, over the measured time.</summary>
internal sealed class CpuAccount
{
    private readonly ServiceResult _service;
    private readonly int _first;
    private readonly double _interval;
    private readonly int _count;

    public CpuAccount(ServiceResult service, Duration warmup, Duration duration)
    {
        _service = service;
        _interval = service.Interval.TotalSeconds;
        _first = (int)Math.Ceiling(warmup / service.Interval);
        _count = Math.Max(0, service.Completed.Length - _first);
        Seconds = (duration - (service.Interval * _first)).TotalSeconds;
        foreach (var pod in service.Pods)
        {
            var pods = Sum(pod, _first, _count);
            Total = Add(Total, pods);
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
    /// <remarks>A measured time of less than a minute is one window; a rest at the end is none.</remarks>
    public IEnumerable<double> Dashboard()
    {
        var capacity = _service.LimitCores ?? _service.NodeCpus;
        var window = Math.Min(_count, (int)Math.Round(60 / Math.Min(60, _interval)));
        if (window == 0 || Seconds <= 0) yield break;
        var seconds = window == _count ? Seconds : window * _interval;
        foreach (var pod in _service.Pods)
            for (var start = 0; start + window <= _count; start += window)
                yield return Sum(pod, _first + start, window).UsageNs / 1e9 / seconds / capacity;
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
                sum = Add(sum, pod.Cpu[end]);
                var leaves = pod.Cpu[end - window];
                sum = sum with
                {
                    NrPeriods = sum.NrPeriods - leaves.NrPeriods,
                    NrThrottled = sum.NrThrottled - leaves.NrThrottled,
                };
            }
        }

        return worst;
    }

    private double PerPodSecond(long ns) => Seconds > 0 ? ns / 1e9 / Seconds / _service.Pods.Length : 0;

    private static CpuInterval Sum(PodResult pod, int first, int count)
    {
        var sum = default(CpuInterval);
        foreach (var interval in pod.Cpu.AsSpan().Slice(first, count)) sum = Add(sum, interval);
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
