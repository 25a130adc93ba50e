using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>The course of a request in words: a line for each phase, of which a cpu step is one.</summary>
internal static class CourseWords
{
    private const int MostLines = 12;

    /// <summary>A cpu step on a thread, or one stretch of anything else.</summary>
    private sealed record Phase(IReadOnlyList<TraceSegment> Segments)
    {
        public TraceSegment First => Segments[0];

        public Duration Length => Segments[^1].To - First.From;
    }

    public static string Headline(Course course)
    {
        var request = course.Request;
        var which = request.Request.Attempt is { } attempt && attempt > 1 ? $", attempt {attempt}," : "";
        return $"The slowest is {request.Request.Client} #{request.Request.Number}{which} of replication "
            + $"{course.Replication}: it arrived at {Time(request.At.TotalSeconds)} and took "
            + $"{Human.Seconds(request.Latency.TotalSeconds)}.";
    }

    /// <summary>From and to in seconds of the request's own time, and what happened.</summary>
    public static IEnumerable<(string When, string What)> Lines(Course course)
    {
        var phases = Phases(course.Segments).ToList();
        var least = phases.Count <= MostLines ? Duration.Zero
            : phases.Select(p => p.Length).OrderDescending().ElementAt(MostLines - 1);
        var attempts = course.Segments.Max(s => s.Attempt);
        var left = 0;
        foreach (var phase in phases)
        {
            if (phase.Length < least)
            {
                left++;
                continue;
            }

            var from = (phase.First.From - course.From).TotalSeconds;
            yield return (
                $"{from:0.000}–{from + phase.Length.TotalSeconds:0.000} s",
                (attempts > 1 ? $"attempt {phase.First.Attempt}: " : "") + Of(phase));
        }

        if (left > 0) yield return ("", $"and {left} shorter stretches, in worst-request.csv");
    }

    private static string Of(Phase phase)
    {
        var at = phase.First.Pod.Length > 0 ? $" in {phase.First.Pod}" : "";
        var first = phase.First;
        return IsCpu(first.Part) ? $"{Thread(phase)}{at}" : first.Part switch
        {
            TimePart.Queued => $"queued for a thread{at}{For(first)}",
            TimePart.Backoff => "the client's pause before the next attempt",
            TimePart.Waited => $"waited{For(first)}",
            TimePart.Dns => $"in a lookup{For(first)}",
            TimePart.DnsTimeout => $"waited in vain for a reply{For(first)}",
            TimePart.PoolWait => $"waited for a connection{For(first)}",
            TimePart.Connect => $"its own connection was being opened{For(first)}",
            TimePart.Query => $"in statements{For(first)}",
            TimePart.Lost => "waited for an answer from a host that was gone",
            var other => $"{TimePartName.Of(other)}{For(first)}",
        };
    }

    private static string For(TraceSegment segment) => segment.Where.Length > 0 ? $" ({segment.Where})" : "";

    private static string Thread(Phase phase)
    {
        var told = phase.Segments.GroupBy(s => s.Part).OrderBy(g => g.Key).Select(g =>
        {
            var time = Human.Seconds(g.Sum(s => (s.To - s.From).TotalSeconds));
            var count = g.Count();
            return $"{TimePartName.Of(g.Key)} for {time}" + (count > 1 ? $" in {count} pieces" : "");
        });
        return $"on {phase.First.Where}: {string.Join(", ", told)}";
    }

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
        a.Attempt == b.Attempt && a.Pod == b.Pod && a.Where == b.Where
        && (a.Part == b.Part || (IsCpu(a.Part) && IsCpu(b.Part)));

    private static bool IsCpu(TimePart part) => part is TimePart.Running or TimePart.Runnable or TimePart.Throttled;

    private static string Time(double seconds) => Pods.PodWords.Time(seconds);
}
