using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>
/// What a close-up's lanes add up to, in milliseconds: for the words on the picture and in the console.
/// </summary>
public sealed class TimelineFacts
{
    public TimelineFacts(CloseUp closeUp)
    {
        Threads = [.. closeUp.Lanes.Select(s => s.Thread).Distinct().Order()];
        Cpus = [.. closeUp.Lanes.Select(s => s.Cpu).Distinct().Order()];
        Stalls = [.. Spells(closeUp, LaneState.Throttled).OrderBy(s => s.Ms)];
        Runs = [.. Spells(closeUp, LaneState.Running).OrderBy(s => s.Ms)];
    }

    /// <summary>Threads that did anything, in order.</summary>
    public ImmutableArray<int> Threads { get; }

    public ImmutableArray<int> Cpus { get; }

    /// <summary>Uninterrupted stretches of throttling per thread, shortest first.</summary>
    public ImmutableArray<Spell> Stalls { get; }

    /// <summary>Uninterrupted stretches on a CPU per thread, shortest first.</summary>
    public ImmutableArray<Spell> Runs { get; }

    /// <summary>The middle one of some spells, in milliseconds; zero without any.</summary>
    public static double Median(ImmutableArray<Spell> spells) => spells.Length == 0 ? 0 : spells[spells.Length / 2].Ms;

    /// <summary>Milliseconds that a thread spent in a state.</summary>
    public static double Total(CloseUp closeUp, int thread, LaneState state) =>
        closeUp.Lanes.Where(s => s.Thread == thread && s.State == state).Sum(s => (s.To - s.From).TotalMilliseconds);

    // Neighbouring segments of one state are one spell, on whichever CPU.
    private static IEnumerable<Spell> Spells(CloseUp closeUp, LaneState state)
    {
        foreach (var lane in closeUp.Lanes.GroupBy(s => s.Thread))
        {
            LaneSegment? open = null;
            foreach (var segment in lane.Where(s => s.State == state))
            {
                if (open is { } o && o.To == segment.From)
                {
                    open = o with { To = segment.To };
                    continue;
                }

                if (open is { } done) yield return Spell.Of(done);
                open = segment;
            }

            if (open is { } last) yield return Spell.Of(last);
        }
    }
}

/// <summary>An uninterrupted stretch of one thread in one state.</summary>
public readonly record struct Spell(int Thread, double Ms)
{
    internal static Spell Of(LaneSegment segment) => new(segment.Thread, (segment.To - segment.From).TotalMilliseconds);
}
