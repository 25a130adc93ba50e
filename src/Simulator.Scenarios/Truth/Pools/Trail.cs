using Simulator.Kernel;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Every state that a replay went through, with its time; also those that lasted no time.</summary>
internal sealed class Trail(Simulation sim)
{
    private readonly List<(double Ms, int[] State)> _steps = [];

    public void Add(params int[] state)
    {
        if (_steps.Count == 0 || !_steps[^1].State.AsSpan().SequenceEqual(state))
            _steps.Add((sim.Now.Nanoseconds / 1e6, state));
    }

    /// <summary>The state at that time: the last one of that instant.</summary>
    public int[] At(double ms) => _steps.Last(s => s.Ms <= ms).State;

    /// <summary>The time next to the wanted one at which a column had a value; null: it never had.</summary>
    public double? NearestTo(double ms, int column, int value)
    {
        double? nearest = null;
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_steps[i].State[column] != value) continue;
            var end = i + 1 < _steps.Count ? _steps[i + 1].Ms : double.PositiveInfinity;
            var time = Math.Clamp(ms, _steps[i].Ms, end);
            if (nearest is not { } best || Math.Abs(time - ms) < Math.Abs(best - ms)) nearest = time;
        }

        return nearest;
    }

    /// <summary>A recorded state: it must have been there at about that time.</summary>
    public void Compare(PoolRows rows, string name, string metric, double ms, int column, int value) =>
        Compare(rows, name, metric, SimTime.Zero, ms, column, value);

    /// <summary>Times count from the begin, and so does the tenth of them that is allowed.</summary>
    public void Compare(
        PoolRows rows, string name, string metric, SimTime begin, double ms, int column, int value)
    {
        var (what, offset) = ($"{name}: {metric} {value} at {ms:0.#} ms", begin.TotalSeconds * 1e3);
        if (NearestTo(offset + ms, column, value) is { } nearest)
            rows.Time(what, $"{metric}_reached_ms", ms, nearest - offset);
        else rows.Same(what, $"{metric}_reached_ms", "reached", "never");
    }
}
