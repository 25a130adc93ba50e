using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Models.Recording;

/// <summary>
/// One database: its backends by state as in pg_stat_activity, what was asked of it and what went wrong. Levels are of
/// the whole run, counts of what was after warm-up.
/// </summary>
public sealed class DatabaseRecorder
{
    private static readonly BackendState[] States = Enum.GetValues<BackendState>();

    private readonly Simulation _sim;
    private readonly MeasuringPlan _plan;
    private readonly Postgres _postgres;
    private readonly LevelRecorder[] _byState;
    private readonly Dictionary<(string SqlState, string Message), long> _errors = [];

    public DatabaseRecorder(Simulation sim, MeasuringPlan plan, Postgres postgres)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        (_sim, _plan, _postgres) = (sim, plan, postgres);
        _byState = [.. States.Select(_ => new LevelRecorder(sim, plan))];
        Connections = new LevelRecorder(sim, plan);
        (Statements, Errors) = (new IntervalCounts(plan), new IntervalCounts(plan));
        postgres.Changed = OnChanged;
        postgres.Refused = _ => OnRefused();
    }

    /// <summary>Slots in use, in whatever state.</summary>
    public LevelRecorder Connections { get; }

    /// <summary>Logins that were refused for want of a slot (53300).</summary>
    public long Rejected { get; private set; }

    /// <summary>Answered to clients, errors included.</summary>
    public IntervalCounts Statements { get; }

    /// <summary>Told to clients.</summary>
    public IntervalCounts Errors { get; }

    /// <summary>Errors that clients were told, by code and words, most first.</summary>
    public IEnumerable<(string SqlState, string Message, long Count)> ByKind => _errors
        .OrderByDescending(e => e.Value)
        .ThenBy(e => e.Key.SqlState, StringComparer.Ordinal).ThenBy(e => e.Key.Message, StringComparer.Ordinal)
        .Select(e => (e.Key.SqlState, e.Key.Message, e.Value));

    public LevelRecorder InState(BackendState state) => _byState[(int)state];

    internal void OnStatement(SimTime at) => Statements.Add(at);

    internal void OnError(SimTime at, DatabaseError error)
    {
        Errors.Add(at);
        if (!_plan.Counts(at)) return;
        var kind = (error.SqlState, error.Message);
        _errors[kind] = _errors.GetValueOrDefault(kind) + 1;
    }

    private void OnRefused()
    {
        if (_plan.Counts(_sim.Now)) Rejected++;
    }

    private void OnChanged()
    {
        var all = 0;
        foreach (var state in States)
        {
            var count = _postgres.Count(state);
            all += count;
            var level = _byState[(int)state];
            if (level.Level != count) level.Set(count);
        }

        if (Connections.Level != all) Connections.Set(all);
    }
}
