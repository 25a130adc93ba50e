using System.Collections.Immutable;

namespace Simulator.Scenarios.Sizing;

/// <summary>What came of a limit that was tried.</summary>
/// <param name="Holds">Every criterion does, for sure.</param>
/// <param name="Clearance">
/// How far the nearest bound is from its figure's interval, as a share of the bound; negative where one does not hold.
/// </param>
public readonly record struct LimitOutcome(bool Holds, double Clearance);

/// <summary>
/// Finds the smallest limit from which on every tried one holds: bracketing, bisection, then a check of what is above.
/// </summary>
/// <remarks>
/// Below the answer the next smaller limit was tried and does not hold, so nothing smaller can be the answer. Above it
/// limits are tried one by one for <see cref="Near"/> steps and then with gaps of at most <see cref="WideGap"/> of the
/// limit (<see cref="NarrowGap"/> where a criterion holds with little room). So a stretch of limits that fail is found
/// if it is wider than the gap where it lies; a narrower one may stay hidden, and only that can make the answer too
/// low.
/// </remarks>
public sealed class LimitSearch
{
    /// <summary>Steps above the answer that are all tried.</summary>
    public const int Near = 4;

    /// <summary>Between limits tried farther up, as a share of the lower one.</summary>
    public const double WideGap = 1.0 / 8;

    /// <summary>The same where either of the two holds with less than <see cref="LittleRoom"/>.</summary>
    public const double NarrowGap = 1.0 / 32;

    /// <summary>As a share of the bound.</summary>
    public const double LittleRoom = 0.1;

    private readonly ImmutableArray<long> _limits;
    private readonly Func<ImmutableArray<int>, ImmutableArray<LimitOutcome>> _try;
    private readonly SortedDictionary<int, LimitOutcome> _tried = [];

    /// <param name="limits">At least one, rising.</param>
    /// <param name="tryAll">Tries limits, named by their place; in the same order.</param>
    public LimitSearch(ImmutableArray<long> limits, Func<ImmutableArray<int>, ImmutableArray<LimitOutcome>> tryAll) =>
        (_limits, _try) = (limits, tryAll);

    /// <summary>By place, in rising order.</summary>
    public IReadOnlyDictionary<int, LimitOutcome> Tried => _tried;

    private int Top => _limits.Length - 1;

    /// <summary>The place of the answer; null where not even the greatest limit holds.</summary>
    /// <param name="start">Where to begin: today's limit, or a guess.</param>
    public int? Run(int start)
    {
        Try([start, Top]);
        if (!Holds(Top)) return null;
        var answer = Holds(start) ? Below(start) : Bisect(start, AboveAfter(start));
        while (FailingAbove(answer) is { } failing)
            answer = Bisect(failing, _tried.First(t => t.Key > failing).Key);
        // How steep it is below says how much the answer's margin is worth.
        Try([.. new[] { answer - 1, answer - 2 }.Where(i => i >= 0)]);
        return answer;
    }

    /// <summary>Downwards by halves from a limit that holds.</summary>
    private int Below(int high)
    {
        while (high > 0)
        {
            var next = Math.Min(high - 1, PlaceOf(_limits[high] / 2));
            Try([next]);
            if (!Holds(next)) return Bisect(next, high);
            high = next;
        }

        return 0;
    }

    /// <summary>Upwards by doubling from one that does not: the first that holds, at the latest the greatest.</summary>
    private int AboveAfter(int low)
    {
        while (true)
        {
            var next = Math.Min(Top, Math.Max(low + 1, PlaceOf(_limits[low] * 2)));
            Try([next]);
            if (Holds(next)) return next;
            low = next;
        }
    }

    /// <summary>The lower one does not hold, the higher one does; neighbours in the end.</summary>
    private int Bisect(int low, int high)
    {
        // What was tried in between has told something already.
        low = _tried.Last(t => t.Key < high && !t.Value.Holds).Key;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            Try([middle]);
            if (Holds(middle)) high = middle;
            else low = middle;
        }

        return high;
    }

    /// <summary>The highest limit above the candidate that does not hold; null once all is looked at.</summary>
    private int? FailingAbove(int candidate)
    {
        while (Wanted(candidate) is { Length: > 0 } wanted)
        {
            Try(wanted);
            if (_tried.Any(t => t.Key > candidate && !t.Value.Holds)) break;
        }

        return _tried.Where(t => t.Key > candidate && !t.Value.Holds).Select(t => (int?)t.Key).LastOrDefault();
    }

    /// <summary>Limits that have to be tried before what is above a candidate counts as looked at.</summary>
    private ImmutableArray<int> Wanted(int candidate)
    {
        var near = Enumerable.Range(candidate + 1, Math.Min(Near, Top - candidate)).Where(i => !_tried.ContainsKey(i));
        List<int> wanted = [.. near];
        int[] tried = [.. _tried.Keys.Where(i => i >= candidate)];
        for (var t = 0; t + 1 < tried.Length; t++)
        {
            var room = Math.Min(_tried[tried[t]].Clearance, _tried[tried[t + 1]].Clearance);
            var gap = room < LittleRoom ? NarrowGap : WideGap;
            for (var at = tried[t]; Next(at, gap) is var next && next < tried[t + 1]; at = next)
                if (next > candidate + Near) wanted.Add(next);
        }

        return [.. wanted];
    }

    private int Next(int place, double gap) =>
        Math.Max(place + 1, PlaceOf((long)Math.Floor(_limits[place] * (1 + gap))));

    /// <summary>The last place whose limit is no more than that, or the first.</summary>
    private int PlaceOf(long limit)
    {
        var found = _limits.BinarySearch(limit);
        return Math.Max(0, found >= 0 ? found : ~found - 1);
    }

    private bool Holds(int place) => _tried[place].Holds;

    private void Try(ImmutableArray<int> places)
    {
        ImmutableArray<int> fresh = [.. places.Distinct().Where(p => !_tried.ContainsKey(p))];
        if (fresh.IsEmpty) return;
        var outcomes = _try(fresh);
        for (var i = 0; i < fresh.Length; i++) _tried[fresh[i]] = outcomes[i];
    }
}
