using System.Collections.Immutable;

namespace Simulator.Reports.Sweeps;

/// <summary>A parameter that takes several values, or several of them that go along with each other.</summary>
/// <param name="Name">Short: <c>limits.cpu</c>.</param>
/// <param name="Paths">In full.</param>
/// <param name="Unit">Of the ticks' numbers; null where they have none.</param>
/// <param name="Ticks">Its values in order.</param>
/// <param name="Parameter">Its number among the sweep's.</param>
internal sealed record SweepAxis(
    string Name, ImmutableArray<string> Paths, string? Unit, ImmutableArray<SweepTick> Ticks, int Parameter)
{
    /// <summary>Each value is above the one before.</summary>
    public bool IsAscending =>
        Unit is not null && Ticks.Zip(Ticks.Skip(1)).All(t => t.First.Number < t.Second.Number);

    /// <summary>The last names of each path: as few, from two up, as tell them apart.</summary>
    public static ImmutableArray<string> Names(ImmutableArray<string> paths)
    {
        return [.. paths.Select(Shortest)];

        string Shortest(string path)
        {
            if (path.Contains('"', StringComparison.Ordinal)) return path;
            var parts = path.Split('.');
            for (var from = parts.Length - 2; from > 0; from--)
            {
                var name = string.Join('.', parts[from..]);
                if (paths.Count(p => p == name || p.EndsWith("." + name, StringComparison.Ordinal)) == 1) return name;
            }

            return path;
        }
    }
}

/// <summary>A value of an axis.</summary>
/// <param name="Text">As written.</param>
/// <param name="Number">In the axis's unit.</param>
internal sealed record SweepTick(string Text, double? Number);
