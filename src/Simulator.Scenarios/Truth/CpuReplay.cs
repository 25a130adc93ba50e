using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Scenarios.Truth;

/// <summary>What the model did with a recording's load.</summary>
/// <param name="LatenciesMs">Of bursts' threads or requests; empty for hogs.</param>
/// <param name="RunsMs">Stretches of hogs on a CPU, thread by thread, gaps of up to half a millisecond joined.</param>
/// <param name="GapsMs">What follows each run.</param>
/// <param name="Counters">cpu.stat over the recorded time.</param>
/// <param name="WallMs">The time the counters cover.</param>
public sealed record CpuReplayResult(
    IReadOnlyList<double> LatenciesMs,
    IReadOnlyList<double> RunsMs,
    IReadOnlyList<double> GapsMs,
    CfsCounters Counters,
    double WallMs);

/// <summary>Puts the load of a recording on the model: same quota, phase, release times and work.</summary>
internal sealed class CpuReplay
{
    private const double LongestInvisibleGapMs = 0.5;

    private static Duration ClockReading => Duration.FromMicroseconds(1);

    /// <summary>How long a hog runs whose recording does not say.</summary>
    private const int PeriodsWithoutLength = 400;

    /// <summary>What the recorder's driver needs to release a burst or hand over a request.</summary>
    internal static Duration DriverWork => Duration.FromMicroseconds(10);

    private readonly CpuRecording _recording;
    private readonly Unrecorded _unrecorded;
    private readonly Simulation _sim = new();
    private readonly CpuNode _node;
    private readonly CpuGroup _group;
    private readonly double _scale;
    private readonly double _phaseMs;
    private readonly Background _background;

    private CpuReplay(CpuRecording recording, Unrecorded unrecorded)
    {
        _recording = recording;
        _unrecorded = unrecorded;
        _ = KernelVersion.TryParse(recording.Kernel, out var version);
        var kernel = new KernelOptions
        {
            Hz = recording.Hz,
            Version = version,
            PacksVirtualCpus = recording.IsOfShippedMachine,
            SwitchOut = HogStart.SwitchOut(recording),
        };
        _node = new CpuNode(_sim, recording.Cpus, kernel);
        var quota = recording.QuotaUs < 0
            ? null
            : new CfsQuota(Us(recording.QuotaUs), Us(recording.PeriodUs), Us(recording.BurstUs));
        var parent = recording.IsNested
            ? _node.CreateGroup(
                "parent", quota, CfsQuota.MaximumShares, Duration.FromMilliseconds(unrecorded.ParentPhaseMs))
            : null;
        _phaseMs = unrecorded.PhaseMs >= 0 ? unrecorded.PhaseMs : HogStart.Phase(recording);
        var phase = Duration.FromMilliseconds(_phaseMs);
        _group = _node.CreateGroup(recording.Name, quota, CfsQuota.MaximumShares, phase, parent);
        _background = new Background(_sim, _node, recording.Seed * 1000 + unrecorded.Draw);
        _scale = recording.NominalMs is > 0 ? recording.CpuMs / recording.NominalMs.Value : 1;
    }

    public static CpuReplayResult Run(CpuRecording recording, Unrecorded unrecorded)
    {
        var replay = new CpuReplay(recording, unrecorded);
        return recording.Mode switch
        {
            "hog" => replay.RunHogs(),
            "burst" => replay.RunBursts(),
            _ => replay.RunOpen(),
        };
    }

    private CpuReplayResult RunHogs()
    {
        var freeingPhase = _unrecorded.IsFreedByParent ? _unrecorded.ParentPhaseMs : _phaseMs;
        var start = Duration.FromMilliseconds(HogStart.Of(_recording, freeingPhase));
        var begin = SimTime.Zero + start;
        var wallMs = _recording.WallMs > 0 ? _recording.WallMs : PeriodsWithoutLength * _recording.PeriodUs / 1000.0;
        var end = begin + Duration.FromMilliseconds(wallMs);
        var trace = new CpuTrace(begin, end);
        _group.Trace = trace;
        var threads = CreateThreads(new Idler());
        var isTimed = _recording.IsTimedHog;
        if (isTimed && _unrecorded.Interference)
        {
            double[] phases = _recording.IsNested ? [_phaseMs, _unrecorded.ParentPhaseMs] : [_phaseMs];
            new Interference(_sim, _node, _recording).Start(threads[0], begin, phases);
        }

        if (isTimed) SpendDownTo(_unrecorded.CreditMs, threads[0], begin);
        else _sim.RunUntil(begin);
        StartBackground(_sim.Now);
        foreach (var thread in threads) thread.Run(Duration.FromMilliseconds(2 * wallMs * _recording.Threads));
        _sim.RunUntil(begin);
        var before = _group.Read();
        _sim.RunUntil(end);
        var (runs, gaps) = RunsAndGaps(trace, threads);
        return new CpuReplayResult([], runs, gaps, _group.Read() - before, wallMs);
    }

    /// <summary>As far as it has gone to the clock, a hog is already running.</summary>
    private void SpendDownTo(double creditMs, CpuThread hog, SimTime begin)
    {
        const double probesRemnantMs = 1;
        if (creditMs > 0)
        {
            _sim.RunUntil(begin - Us(_recording.PeriodUs));
            hog.Run(DriverWork);
            creditMs -= probesRemnantMs;
        }

        _sim.RunUntil(begin + Duration.FromMilliseconds(creditMs));
    }

    private CpuReplayResult RunBursts()
    {
        var bursts = new BurstDriver(_sim, _recording, _scale);
        var begin = bursts.Start(CreateThreads(bursts), CreateDriver(bursts));
        return RunFrom(begin, () => bursts.LatenciesMs);
    }

    private CpuReplayResult RunOpen()
    {
        var driver = new OpenDriver(_sim, _recording, _scale);
        var begin = driver.Start(CreateThreads(driver), CreateDriver(driver));
        return RunFrom(begin, () => driver.LatenciesMs);
    }

    private CpuReplayResult RunFrom(SimTime begin, Func<IReadOnlyList<double>> latencies)
    {
        StartBackground(begin);
        _sim.RunUntil(begin + Duration.FromMilliseconds(_recording.WallMs));
        var counters = _group.Read();

        // Whoever is late may finish, but the counters are those of the recorded time.
        _sim.RunUntil(begin + Duration.FromMilliseconds(2 * _recording.WallMs + 10_000));
        return new CpuReplayResult(latencies(), [], [], counters, _recording.WallMs);
    }

    /// <summary>What disturbed a lone hog was recorded, and is done to it as it was: once is enough.</summary>
    private void StartBackground(SimTime at)
    {
        if (_recording.Threads > 1 || !_recording.IsHog) _background.Start(at);
    }

    private List<CpuThread> CreateThreads(ICpuWorker worker)
    {
        var threads = new List<CpuThread>();
        for (var i = 0; i < _recording.Threads; i++)
        {
            int? cpu = _recording.Flags.Contains('0', StringComparison.Ordinal) ? 0
                : _recording.Flags.Contains('p', StringComparison.Ordinal) ? i % _recording.Cpus
                : null;
            threads.Add(_node.CreateThread(_group, worker, cpu));
        }

        return threads;
    }

    /// <summary>The recorder's own thread, outside the group: it shares the CPUs with what it measures.</summary>
    private CpuThread CreateDriver(ICpuWorker worker) =>
        _node.CreateThread(_node.CreateGroup("recorder", null, 1024, Duration.Zero), worker);

    private static (List<double> Runs, List<double> Gaps) RunsAndGaps(CpuTrace trace, List<CpuThread> threads)
    {
        var runs = new List<double>();
        var gaps = new List<double>();
        foreach (var thread in threads)
        {
            double? since = null;
            double until = 0;
            foreach (var (from, to) in Running(trace, thread))
            {
                if (since is { } began && from - until > LongestInvisibleGapMs)
                {
                    runs.Add(until - began);
                    gaps.Add(from - until);
                    since = from;
                }

                since ??= from;
                until = to;
            }
        }

        return (runs, gaps);
    }

    /// <summary>The last one may go on beyond the trace: it ends the gap before it all the same.</summary>
    private static IEnumerable<(double From, double To)> Running(CpuTrace trace, CpuThread thread)
    {
        var last = trace.From;
        foreach (var s in trace.Segments)
        {
            if (s.Thread != thread.Index) continue;
            last = s.To;
            // A hog that is stopped before it reads the clock again has seen no run.
            if (s.State == RunState.Running && s.To - s.From > ClockReading) yield return (Ms(s.From), Ms(s.To));
        }

        if (thread.State == RunState.Running && last < trace.To) yield return (Ms(last), Ms(trace.To));
    }

    private static Duration Us(long microseconds) => new(microseconds * 1000);

    private static double Ms(SimTime at) => at.Nanoseconds / 1e6;

    /// <summary>A hog is never done within its run.</summary>
    private sealed class Idler : ICpuWorker
    {
        public void OnWorkDone(CpuThread thread)
        {
        }
    }
}
