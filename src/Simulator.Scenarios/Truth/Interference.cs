using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>
/// A lone hog's stops that do not end at a refill: the host or another process had the CPU. They are part of what was
/// recorded, and are done to the model at the same instants.
/// </summary>
internal sealed class Interference(Simulation sim, CpuNode node, CpuRecording recording) : EventTarget
{
    /// <summary>From a refill to the thread's first step.</summary>
    private const double WakeUpMs = 0.35;

    /// <summary>How much too late a recorded phase may be.</summary>
    private const double EarlyMs = 0.15;

    /// <summary>The share of stalls that something else may have prolonged.</summary>
    private const double MostDisturbed = 0.25;

    private readonly List<Duration> _stops = [];
    private CpuThread _hog = null!;

    public void Start(CpuThread hog, SimTime begin, IReadOnlyList<double> refillPhasesMs)
    {
        _hog = hog;
        var at = begin.Nanoseconds / 1e6;
        var stops = new List<(double At, double Length, bool IsShort)>();
        var stalls = 0;
        for (var i = 0; i < Math.Min(recording.Runs.Length, recording.Gaps.Length); i++)
        {
            at += recording.Runs[i];
            var end = at + recording.Gaps[i];
            var isShort = recording.Gaps[i] < Stretches.ShortestThrottleMs;
            if (!isShort) stalls++;
            var sinceRefill = SinceRefill(end, refillPhasesMs);

            // A long stop over a refill was throttling first; what came after the refill was not.
            var stolen = isShort ? recording.Gaps[i] : Math.Min(recording.Gaps[i], sinceRefill);
            if (sinceRefill > WakeUpMs) stops.Add((end - stolen, stolen, isShort));
            at = end;
        }

        // Where stalls keep ending beside the refills, it is the refills that are elsewhere: nothing is explained away.
        var isRare = stops.Count(s => !s.IsShort) <= stalls * MostDisturbed;
        foreach (var stop in stops.Where(s => s.IsShort || isRare)) Plan(stop.At, stop.Length);
    }

    protected override void OnEvent(int code) => node.Steal(_hog.CpuIndex, _stops[code]);

    private void Plan(double atMs, double lengthMs)
    {
        // What begins at a refill begins behind it, when the thread has its quota.
        sim.ScheduleAt(SimTime.Zero + Duration.FromMilliseconds(atMs) + new Duration(1), this, _stops.Count);
        _stops.Add(Duration.FromMilliseconds(lengthMs));
    }

    private double SinceRefill(double at, IReadOnlyList<double> phasesMs)
    {
        var period = recording.PeriodUs / 1000.0;
        return phasesMs.Min(phase =>
        {
            var since = (at - phase) % period;
            return since > period - EarlyMs ? 0 : since;
        });
    }
}
