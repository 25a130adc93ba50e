using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>How many pods were in which state at every instant of one replication.</summary>
public sealed class PodLevels
{
    private readonly List<SimTime> _at = [SimTime.Zero];
    private readonly List<PodCounts> _counts = [default];

    /// <param name="lives">Of one service, or of several together.</param>
    public PodLevels(IEnumerable<PodLife> lives)
    {
        ArgumentNullException.ThrowIfNull(lives);
        var changes = lives
            .SelectMany(l => l.States().Select(s => (s.From, s.State, Life: l)))
            .OrderBy(c => c.From);
        var now = new Tally();
        foreach (var (at, state, life) in changes)
        {
            now.Apply(life, state);
            // What changes at one instant changes together: a state of no length never was.
            if (_at[^1] != at)
            {
                _at.Add(at);
                _counts.Add(default);
            }

            _counts[^1] = now.Counts;
        }
    }

    private PodLevels(PodCounts always) => _counts[0] = always;

    /// <summary>Pods that never change.</summary>
    public static PodLevels Always(int ready) => new(new PodCounts { Ready = ready, Updated = ready });

    /// <summary>From when on how many; each until the next, the last until the end of the run.</summary>
    public IEnumerable<(SimTime At, PodCounts Counts)> Steps => _at.Zip(_counts);

    /// <summary>Average over a time that is not empty.</summary>
    public double Mean(SimTime from, SimTime to, Func<PodCounts, int> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var sum = 0.0;
        foreach (var (counts, length) in Within(from, to)) sum += of(counts) * length.TotalSeconds;
        return sum / (to - from).TotalSeconds;
    }

    public int Max(SimTime from, SimTime to, Func<PodCounts, int> of) => Within(from, to).Max(s => of(s.Counts));

    public int Min(SimTime from, SimTime to, Func<PodCounts, int> of) => Within(from, to).Min(s => of(s.Counts));

    /// <summary>Averages of the intervals of a run; the last may be a shorter one.</summary>
    public ImmutableArray<double> Means(Duration interval, Duration duration, Func<PodCounts, int> of)
    {
        var means = ImmutableArray.CreateBuilder<double>();
        var end = SimTime.Zero + duration;
        for (var from = SimTime.Zero; from < end; from += interval)
            means.Add(Mean(from, from + interval < end ? from + interval : end, of));
        return means.ToImmutable();
    }

    private IEnumerable<(PodCounts Counts, Duration Length)> Within(SimTime from, SimTime to)
    {
        var i = _at.BinarySearch(from);
        if (i < 0) i = ~i - 1;
        for (; i < _at.Count && _at[i] < to; i++)
        {
            var start = _at[i] > from ? _at[i] : from;
            var end = i + 1 < _at.Count && _at[i + 1] < to ? _at[i + 1] : to;
            yield return (_counts[i], end - start);
        }
    }

    /// <summary>What is so far, pod by pod.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<PodLife, PodState> _states = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<string, SortedDictionary<int, int>> _active = [];
        private readonly int[] _byState = new int[Enum.GetValues<PodState>().Length];
        private int _updated;

        public PodCounts Counts => new()
        {
            Pending = _byState[(int)PodState.Pending],
            NotReady = _byState[(int)PodState.NotReady],
            Ready = _byState[(int)PodState.Ready],
            BackOff = _byState[(int)PodState.BackOff],
            Terminating = _byState[(int)PodState.Terminating],
            Updated = _updated,
        };

        public void Apply(PodLife life, PodState next)
        {
            var wasActive = _states.TryGetValue(life, out var before) && IsActive(before);
            if (_states.ContainsKey(life)) _byState[(int)before]--;
            _byState[(int)next]++;
            _states[life] = next;
            if (IsActive(next) != wasActive) Count(life, wasActive ? -1 : 1);
        }

        private void Count(PodLife life, int change)
        {
            if (!_active.TryGetValue(life.Service, out var generations)) _active.Add(life.Service, generations = []);
            if (generations.Count > 0) _updated -= generations.Last().Value;
            // A generation stays the newest when all its pods are on their way out.
            generations[life.Generation] = generations.GetValueOrDefault(life.Generation) + change;
            _updated += generations.Last().Value;
        }

        private static bool IsActive(PodState state) => state is not (PodState.Terminating or PodState.Gone);
    }
}

/// <summary>Pods by state at one instant.</summary>
public readonly record struct PodCounts
{
    public int Pending { get; init; }

    public int NotReady { get; init; }

    public int Ready { get; init; }

    public int BackOff { get; init; }

    public int Terminating { get; init; }

    /// <summary>Of the newest template that has pods yet, and not on their way out.</summary>
    public int Updated { get; init; }

    /// <summary>status.replicas of the Deployment: who terminates is not counted (kubernetes#95498).</summary>
    public int Replicas => Pending + NotReady + Ready + BackOff;

    /// <summary>All that exist.</summary>
    public int Total => Replicas + Terminating;
}
