using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>The course of a request in words: a line for each phase, of which a cpu step is one.</summary>
internal static class CourseWords
{
    private const int MostLines = 10;

    /// <summary>A cpu step on a thread, a lookup, or one stretch of anything else.</summary>
    private sealed record Phase(IReadOnlyList<TraceSegment> Segments)
    {
        public TraceSegment First => Segments[0];

        public Duration Length => Segments[^1].To - First.From;
    }

    public static string Headline(Course course)
    {
        var request = course.Request;
        var pods = course.Segments.Select(s => s.Pod).Where(p => p.Length > 0).Distinct().ToList();
        var where = pods.Count == 1 ? $" in {pods[0]}" : "";
        var which = request.Request.Attempt is > 1 and var attempt ? $", attempt {attempt}," : "";
        return $"The slowest is {request.Request.Client} #{request.Request.Number}{which} of replication "
            + $"{course.Replication}: it arrived at {Pods.PodWords.Time(request.At.TotalSeconds)} and took "
            + $"{Human.Seconds(request.Latency.TotalSeconds)}{where}.";
    }

    /// <summary>From and to in seconds of the request's own time, and what happened.</summary>
    public static IEnumerable<(string When, string What)> Lines(Course course)
    {
        var phases = Phases(course.Segments).ToList();
        var told = phases.Index().OrderByDescending(p => p.Item.Length.Nanoseconds).Take(MostLines)
            .Select(p => p.Index).ToHashSet();
        var severalPods = course.Segments.Select(s => s.Pod).Where(p => p.Length > 0).Distinct().Skip(1).Any();
        foreach (var (i, phase) in phases.Index())
        {
            if (!told.Contains(i)) continue;
            var from = (phase.First.From - course.From).TotalSeconds;
            var when = $"{from:0.000}–{from + phase.Length.TotalSeconds:0.000} s";
            yield return (when, Attempt(course, phase, severalPods) + Of(phase));
        }

        var left = phases.Where((_, i) => !told.Contains(i)).ToList();
        if (left.Count > 0)
            yield return ("", $"and {left.Count} shorter stretches "
                + $"({Human.Seconds(left.Sum(p => p.Length.TotalSeconds))}), in worst-request.csv");
    }

    private static string Attempt(Course course, Phase phase, bool severalPods)
    {
        if (phase.First.Part == TimePart.Backoff) return "";
        var pod = severalPods ? phase.First.Pod : "";
        if (course.Segments.Max(s => s.Attempt) == 1) return pod.Length > 0 ? $"{pod}: " : "";
        return $"attempt {phase.First.Attempt}{(pod.Length > 0 ? $", {pod}" : "")}: ";
    }

    private static string Of(Phase phase)
    {
        var first = phase.First;
        var step = first.Step.Length > 0 ? $" ({first.Step})" : "";
        return Group(first.Part) switch
        {
            TimePart.Running => $"{first.Where}{step}: {Pieces(phase)}",
            TimePart.Dns => $"lookup{step}: {Pieces(phase)}, of {Asked(phase)}",
            TimePart.Queued => $"queued for a thread{step}",
            TimePart.Backoff => $"the client's pause before attempt {first.Attempt}",
            TimePart.Waited => $"waited{step}",
            TimePart.PoolWait => $"waited for a connection of {first.Where}{step}",
            TimePart.Connect => $"its own connection of {first.Where} was being opened{step}",
            TimePart.Query => $"in statements{step}",
            TimePart.Lost => "waited for an answer from a host that was gone",
            var other => TimePartName.Of(other) + step,
        };
    }

    private static string Asked(Phase phase)
    {
        var names = phase.Segments.Select(s => s.Where).Where(w => w.Length > 0).Distinct().ToList();
        return names.Count switch { 0 => "no query", 1 => names[0], _ => $"{names[^1]} and {names.Count - 1} before" };
    }

    private static string Pieces(Phase phase) => string.Join(", ", phase.Segments.GroupBy(s => s.Part)
        .OrderBy(g => g.Key).Select(g =>
        {
            var time = Human.Seconds(g.Sum(s => (s.To - s.From).TotalSeconds));
            return $"{TimePartName.Of(g.Key)} {time}" + (g.Count() > 1 ? $" in {g.Count()} pieces" : "");
        }));

    private static IEnumerable<Phase> Phases(IReadOnlyList<TraceSegment> segments)
    {
        var open = new List<TraceSegment>();
        foreach (var segment in segments)
        {
            if (open.Count > 0 && !Continues(open[^1], segment))
            {
                yield return new Phase(open);
                open = [];
            }

            open.Add(segment);
        }

        if (open.Count > 0) yield return new Phase(open);
    }

    private static bool Continues(TraceSegment a, TraceSegment b) =>
        a.Attempt == b.Attempt && a.Pod == b.Pod && a.Step == b.Step && Group(a.Part) == Group(b.Part)
        && (Group(a.Part) != TimePart.Running || a.Where == b.Where);

    // What is one thing to a reader.
    private static TimePart Group(TimePart part) => part switch
    {
        TimePart.Runnable or TimePart.Throttled => TimePart.Running,
        TimePart.DnsTimeout => TimePart.Dns,
        _ => part,
    };
}
