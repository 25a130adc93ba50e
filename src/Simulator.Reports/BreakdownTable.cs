using System.Collections.Immutable;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;
using Spectre.Console;

namespace Simulator.Reports;

/// <summary>Where the time of the slow requests went: one table for all endpoints and variants.</summary>
internal static class BreakdownTable
{
    private const double Rank = 99;

    /// <summary>A part that is nowhere more than this share has no column.</summary>
    private const double Negligible = 0.0005;

    /// <summary>Of the latency: two accounts that differ by less say the same.</summary>
    private const double Alike = 0.02;

    private const int CellWidth = 11;

    private sealed record Row(string Metric, string Variant, MeanAccount Slow)
    {
        public double this[TimePart part] => Slow.Parts[(int)part].Value;
    }

    /// <summary>Requests near p99; null where there were none.</summary>
    public static MeanAccount? Slow(BreakdownSummary breakdown) =>
        breakdown.Near.IsEmpty ? null : breakdown.Near[LatencySummary.Ranks.IndexOf(Rank)];

    public static void Write(IAnsiConsole console, Summary summary)
    {
        ImmutableArray<Row> rows =
        [
            .. summary.Variants.SelectMany(v => Told(v, summary), (v, b) => (b.Metric, v.Name, Slow: Slow(b)))
                .Where(r => r.Slow is not null).Select(r => new Row(r.Metric, r.Name, r.Slow!)),
        ];
        if (rows.IsEmpty) return;
        var metrics = rows.GroupBy(r => r.Metric).ToList();
        var names = rows.Max(r => Math.Max(r.Variant.Length, metrics.Count == 1 ? 0 : r.Metric.Length));
        var (parts, rest) = Columns(rows, ((console.Profile.Width - names) / CellWidth) - 1);
        var of = metrics.Count == 1 ? " of " + metrics[0].Key : "";
        console.MarkupLineInterpolated($"[bold]Where the time of requests near p{Rank} went[/][dim]{of}[/]");
        console.MarkupLineInterpolated($"[dim]means; {string.Join("; ", parts.Select(Meaning))}[/]");
        string[] last = rest.IsEmpty ? [] : ["rest"];
        var table = ConsoleReport.Table(["", "latency", .. parts.Select(TimePartName.Of), .. last]);
        foreach (var metric in metrics)
        {
            if (metrics.Count > 1) table.AddRow($"[dim]{Markup.Escape(metric.Key)}[/]");
            foreach (var row in metric)
            {
                string[] sum = rest.IsEmpty ? [] : [Cell(rest.Sum(p => row[p]))];
                table.AddRow([Markup.Escape(row.Variant), Cell(row.Slow.Latency.Value),
                    .. parts.Select(p => Marked(row, p)), .. sum]);
            }
        }

        console.Write(table);
        console.WriteLine();
    }

    // Of a client, only what the endpoint's account does not say already: timeouts, retries, refusals.
    private static IEnumerable<BreakdownSummary> Told(VariantSummary variant, Summary summary) =>
        variant.Breakdowns.Where(b => !b.IsOfClient || summary.Variants.Any(v => IsNews(v, b.Metric)));

    private static bool IsNews(VariantSummary variant, string metric)
    {
        if (variant.Breakdowns.FirstOrDefault(b => b.Metric == metric) is not { } client) return false;
        if (Slow(client) is not { } own) return false;
        return !variant.Breakdowns.Any(b => !b.IsOfClient && Slow(b) is { } its && IsAlike(own, its));
    }

    // The end of the run cuts the two in different parts, and little of them.
    private static bool IsAlike(MeanAccount a, MeanAccount b) =>
        a.Parts.Zip(b.Parts, (x, y) => Math.Abs(x.Value - y.Value)).Max() <= Alike * a.Latency.Value;

    /// <summary>
    /// The parts that have time in them; where they do not fit, the smallest make one column together.
    /// </summary>
    private static (ImmutableArray<TimePart> Own, ImmutableArray<TimePart> Shared) Columns(
        ImmutableArray<Row> rows, int most)
    {
        double Share(TimePart part) => rows.Max(r => r[part] / r.Slow.Latency.Value);
        var parts = Enum.GetValues<TimePart>().Where(p => Share(p) > Negligible).ToImmutableArray();
        if (parts.Length <= most) return (parts, []);
        var large = parts.OrderByDescending(Share).Take(Math.Max(1, most - 1)).ToHashSet();
        return (parts.RemoveAll(p => !large.Contains(p)), parts.RemoveAll(large.Contains));
    }

    // The largest part stands out.
    private static string Marked(Row row, TimePart part) =>
        row[part] == row.Slow.Parts.Max(p => p.Value) ? $"[bold]{Cell(row[part])}[/]" : Cell(row[part]);

    private static string Cell(double seconds) => seconds == 0 ? "–" : Human.Seconds(seconds, "");

    /// <summary>What a part is, without its name: <c>for quota</c>.</summary>
    public static string Explained(TimePart part) => Meaning(part)[(TimePartName.Of(part).Length + 2)..];

    internal static string Meaning(TimePart part) => part switch
    {
        TimePart.Queued => "queued: for a thread of the pod, whatever that waits for",
        TimePart.Running => "running: on a CPU",
        TimePart.Runnable => "runnable: for a CPU that another thread had",
        TimePart.Throttled => "throttled: for quota",
        TimePart.Waited => "waited: in wait steps",
        TimePart.Dns => "dns: in lookups",
        TimePart.DnsTimeout => "dns_timeout: for replies that never came",
        TimePart.PoolWait => "pool_wait: for a pool's connection",
        TimePart.Connect => "connect: for the own connection to be opened",
        TimePart.Query => "query: in statements, PgBouncer's queue included",
        TimePart.EarlierAttempts => "earlier_attempts: in attempts before the call's last one",
        TimePart.Backoff => "backoff: in the client's pauses between attempts",
        TimePart.Lost => "lost: for an answer from a host that is gone",
        TimePart.Unfinished => "unfinished: in steps cut short by the end of the run",
        _ => throw new InvalidOperationException($"Nobody explained {part}."),
    };
}
