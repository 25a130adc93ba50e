using System.Collections.Immutable;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>What one lookup sends: a bar a variant, made of search domains, in the colour of the reply.</summary>
internal static class DnsQueriesPlot
{
    private const float RightMargin = 250;
    private const float Top = 112;
    private const int MostRows = 14;

    // One variant; its queries, most of them in the walk's order.
    private sealed record Row(string Variant, DnsLookupsSummary Told, DnsFacts Facts)
    {
        public double Queries => Told.QueriesPerLookup.Value;

        public double Needed => Facts.Lookups > 0 ? Facts.PerLookup(Facts.Needed) : 0;

        public double Of(DnsReplyKind kind) => Facts.Lookups == 0 ? 0
            : Facts.PerLookup(Facts.ByName.Where(q => DnsReplyKinds.Of(q.Reply) == kind).Sum(q => q.Count));
    }

    public static Figure? Of(Story story)
    {
        if (story.DnsService is not { } service) return null;
        var rows = Rows(story, service);
        var highest = rows.Select(r => r.Queries).DefaultIfEmpty(0).Max();
        if (highest <= 0) return null;
        var shown = rows.Take(MostRows).ToList();
        var order = DnsSuffixes.InOrder(rows.SelectMany(r => r.Facts.ByName)).Select(s => s.Suffix).ToList();
        var step = Math.Max(LatencyScale.NiceStep(highest, 12), highest > 2 ? 1 : 0);
        var ticks = Enumerable.Range(0, (int)(highest / step) + 1).Select(i => (i * step, $"{i * step:0.##}"));
        var plot = PlotStyle.Panel(new AxisSpec(0, highest * 1.005, [.. ticks], Grid: false),
            new AxisSpec(0, 1, [], Grid: false), PlotStyle.Margin, RightMargin, top: 34, bottom: 64);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            var height = (frame.Bottom - frame.Top) / shown.Count;
            foreach (var (i, row) in shown.Index()) Draw(ink, frame, row, order, frame.Top + (i * height), height);
            ink.Text("queries that one lookup sends", (frame.Left + frame.Right) / 2, frame.Bottom + 50, 18,
                Palette.Muted, anchor: Anchor.Centre);
        }));
        var hidden = rows.Count > shown.Count ? $" ({rows.Count - shown.Count} more variants not shown)" : "";
        return new Figure
        {
            Name = "dns-queries",
            Title = story.WhoseDns + Title(rows),
            Subtitle = story.Subtitle,
            Panels = [new Panel("Where each query went, search domain by search domain, and what came back" + hidden,
                plot, Top, Figure.Bottom)],
            Key = Key(rows),
        };
    }

    private static List<Row> Rows(Story story, string service) =>
    [
        .. story.Run.Variants.Select(v => (
                v.Name, Told: story.SummaryOf(v).Dns?.Services.FirstOrDefault(s => s.Service == service),
                Facts: DnsFacts.Of(story.Run, v, service)))
            .Where(v => v.Told is not null && v.Facts is not null)
            .Select(v => new Row(v.Name, v.Told!, v.Facts!)),
    ];

    private static string Title(List<Row> rows)
    {
        var first = rows[0];
        var denied = first.Of(DnsReplyKind.NxDomain);
        var title = $"{Queries(first.Queries)} for one name";
        if (denied > 0) title += $": {Human.Short(denied)} {(Human.Short(denied) == "1" ? "says" : "say")} NXDOMAIN";
        var other = rows.Skip(1).Where(r => r.Queries > 0).MaxBy(r => Math.Abs(Math.Log(r.Queries / first.Queries)));
        return other is null || Human.Short(other.Queries) == Human.Short(first.Queries) ? title
            : $"{title}; {Human.Short(other.Queries)} with {other.Variant}";
    }

    private static string Queries(double queries) => Human.Short(queries) is var text && text == "1"
        ? "1 query" : text + " queries";

    private static void Draw(Ink ink, Frame frame, Row row, List<string> order, float top, float height)
    {
        var text = Math.Clamp(height * 0.22f, 15, 26);
        var bar = Math.Clamp(height - text - 20, 14, 170);
        top += (height - text - 20 - bar) / 3;
        var (from, to) = (top + text + 10, top + text + 10 + bar);
        ink.Text(row.Variant, frame.Left, top + (text / 2) + 4, text, Palette.Ink, bold: true);
        if (row.Facts.Lookups > 0) Bar(ink, frame, row, order, from, to);
        Numbers(ink, frame.Right + 20, (from + to) / 2, row, height);
    }

    private static void Bar(Ink ink, Frame frame, Row row, List<string> order, float from, float to)
    {
        var x = 0.0;
        foreach (var suffix in row.Facts.ByName.GroupBy(q => q.Suffix).OrderBy(g => order.IndexOf(g.Key)))
        {
            var parts = new List<(double From, double To, SKColor Text)>();
            foreach (var reply in suffix.GroupBy(q => DnsReplyKinds.Of(q.Reply)).OrderBy(g => g.Key))
            {
                var queries = row.Facts.PerLookup(reply.Sum(q => q.Count));
                DnsReplyKinds.Paint(ink, reply.Key, frame.X(x), from, frame.X(x + queries), to);
                // Words run on over colours that the same ink is legible on.
                var legible = DnsReplyKinds.TextOn(reply.Key);
                if (parts.Count > 0 && parts[^1].Text == legible) parts[^1] = parts[^1] with { To = x + queries };
                else parts.Add((x, x + queries, legible));
                x += queries;
            }

            // Where there is room for a name, and as far to the left as that leaves.
            var widest = parts.Max(p => p.To - p.From);
            var place = parts.First(p => p.To - p.From >= 0.7 * widest);
            Label(ink, frame.X(place.From), frame.X(place.To), from, to, suffix.Key,
                row.Facts.PerLookup(suffix.Sum(q => q.Count)), place.Text);
            ink.Fill(frame.X(x) - 1.5f, from, frame.X(x) + 1.5f, to, SKColors.White);
        }
    }

    private static void Label(
        Ink ink, float left, float right, float top, float bottom, string suffix, double queries, SKColor color)
    {
        var count = Human.Short(queries);
        var room = right - left - 14;
        var middle = (top + bottom) / 2;
        var largest = Math.Clamp((bottom - top) * 0.3f, 13, 24);
        var size = Math.Max(Math.Min(largest, 18), Ink.Fitting(suffix, largest, room, bold: true));
        // A search domain is known by its beginning.
        var name = Ink.Cut(suffix, size, room, bold: true);
        if (bottom - top >= 2.4f * size && name is not null)
        {
            ink.Text(name, left + 8, middle - (size * 0.62f), size, color, bold: true);
            ink.Text(count, left + 8, middle + (size * 0.62f), size, color);
        }
        else if (Ink.Cut($"{count}  {suffix}", size, room) is { } both) ink.Text(both, left + 8, middle, size, color);
        else if (Ink.Width(count, size) <= room + 6) ink.Text(count, left + 5, middle, size, color);
    }

    private static void Numbers(Ink ink, float x, float y, Row row, float height)
    {
        var size = Math.Clamp(height * 0.24f, 15, 26);
        if (row.Facts.Lookups == 0)
        {
            ink.Text("no lookups", x, y, size, Palette.Muted);
            return;
        }

        if (height < 48)
        {
            ink.Text($"{Queries(row.Queries)}, {Human.Short(row.Needed)} needed", x, y, size, Palette.Ink, bold: true);
            return;
        }

        ink.Text(Queries(row.Queries), x, y - (size * 0.6f), size, Palette.Ink, bold: true);
        ink.Text($"{Human.Short(row.Needed)} needed", x, y + (size * 0.6f), size * 0.8f, Palette.Muted);
    }

    private static ImmutableArray<KeyEntry> Key(List<Row> rows) =>
    [
        .. Enum.GetValues<DnsReplyKind>().Where(kind => rows.Any(r => r.Of(kind) > 0)).Select(kind => new KeyEntry(
            DnsReplyKinds.Name(kind),
            (ink, box) => DnsReplyKinds.Paint(ink, kind, box.Left, box.Top, box.Right, box.Bottom))),
    ];
}
