using Simulator.Kernel;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Queries per second at each hop over the run, of the first replication; outside, at the busiest network interface,
/// under its limit.
/// </summary>
internal static class DnsRatesPlot
{
    private const float LeftMargin = 110;
    private const float RightMargin = 300;
    private const float Top = 112;
    private const float AxisHeight = 44;
    private const int MostBins = 240;
    private const byte DropsAlpha = 110;

    // Rates by bin; Passed is what was not dropped.
    private sealed record Line(string Variant, SKColor Color, List<(double T, double Rate, double Passed)> Points,
        double Peak, double Mean, double DroppedShare, double? Limit, string Server);

    public static Figure? Of(Story story)
    {
        if (story.DnsService is null) return null;
        var hops = DnsWords.Hops
            .Select(hop => (Hop: hop, Lines: Lines(story, hop))).Where(h => h.Lines.Count > 0)
            .ToList();
        if (hops.All(h => h.Lines.All(l => l.Peak <= 0))) return null;
        var height = (Figure.Bottom - Top - AxisHeight) / hops.Count;
        var panels = new List<Panel>();
        foreach (var (i, (hop, lines)) in hops.Index())
        {
            var isLast = i == hops.Count - 1;
            var top = Top + (i * height);
            panels.Add(One(story, hop, lines, isLast, top, top + height + (isLast ? AxisHeight : 0)));
        }

        return new Figure
        {
            Name = "dns-rates",
            Title = Title(hops),
            Subtitle = story.Subtitle,
            Panels = [.. panels],
            Key = hops.Any(h => h.Lines.Any(l => l.DroppedShare > 0))
                ? [new KeyEntry("dropped", (ink, box) => PaintDrops(ink, box, Palette.Throttled))] : [],
        };
    }

    // Drops first; then a limit that is near; else what the first server of the way answers.
    private static string Title(List<(DnsHop Hop, List<Line> Lines)> hops)
    {
        var worst = hops.SelectMany(h => h.Lines).MaxBy(l => l.DroppedShare)!;
        if (worst.DroppedShare > 0)
        {
            var limit = worst.Limit is { } most ? $", limit {Human.Many(most)}/s" : "";
            return $"{Human.Percent(worst.DroppedShare)} of what {worst.Server} is sent is dropped in {worst.Variant}: "
                + $"up to {Human.Many(worst.Peak)}/s{limit}";
        }

        var near = hops[^1].Lines.Where(l => l.Peak > l.Limit / 4).MaxBy(l => l.Peak);
        if (near is not null)
            return $"One interface sends {Human.Many(near.Peak)} queries/s at most in {near.Variant}, of "
                + $"{Human.Many(near.Limit!.Value)}/s allowed";
        var (hop, lines) = hops.FirstOrDefault(h => h.Lines[0].Mean > 0, hops[0]);
        var where = hop == DnsHop.Upstream ? "The busiest interface sends" : $"{DnsWords.Name(hop)} answers";
        var least = lines.MinBy(l => l.Mean)!;
        var other = least.Mean < lines[0].Mean / 2 ? $", {Human.Many(least.Mean)} in {least.Variant}" : "";
        return $"{where} {Human.Many(lines[0].Mean)} queries/s in {lines[0].Variant}{other}";
    }

    private static List<Line> Lines(Story story, DnsHop hop)
    {
        var lines = new List<Line>();
        foreach (var (i, variant) in story.Run.Variants.Index())
        {
            var servers = (variant.Replications[0].Dns?.Servers ?? []).Where(s => s.Hop == hop).ToList();
            if (servers.Count == 0) continue;
            // A limit is one interface's own; CPU and caches are shared out over all servers.
            if (hop == DnsHop.Upstream) servers = [servers.MaxBy(s => s.Queries.DefaultIfEmpty(0).Max())!];
            if (servers[0].Queries.IsEmpty) continue;
            lines.Add(Sum(variant.Name, Palette.Variant(i), servers, story.Run.Warmup));
        }

        return lines;
    }

    private static Line Sum(string variant, SKColor color, List<DnsServerResult> servers, Duration warmup)
    {
        var interval = servers[0].Interval.TotalSeconds;
        var rates = servers[0].Queries.Select((_, i) => (
            Arrived: servers.Sum(s => s.Queries[i]) / interval,
            Dropped: servers.Sum(s => s.Drops[i]) / interval)).ToList();
        var bin = Bin(servers[0]);
        var points = rates.Chunk(bin).Select((c, i) => (
            ((i * bin) + (c.Length / 2.0)) * interval, c.Average(r => r.Arrived),
            c.Average(r => r.Arrived - r.Dropped))).ToList();
        // The numbers beside the lines are of the measured time, as those of the tables.
        var measured = rates.Skip((int)Math.Min(rates.Count - 1, warmup / servers[0].Interval)).ToList();
        return new Line(variant, color, points, measured.Max(r => r.Arrived), measured.Average(r => r.Arrived),
            measured.Sum(r => r.Dropped) / Math.Max(1e-9, measured.Sum(r => r.Arrived)), servers[0].LimitPerSecond,
            servers[0].Name);
    }

    private static int Bin(DnsServerResult server) => (int)Math.Ceiling(server.Queries.Length / (double)MostBins);

    private static Panel One(Story story, DnsHop hop, List<Line> lines, bool hasAxis, float top, float bottom)
    {
        var highest = lines.Max(l => l.Points.Max(p => p.Rate));
        // A limit far above everything would press the lines to the floor: it is written instead.
        var limit = lines.Select(l => l.Limit).FirstOrDefault(l => l is not null);
        if (limit < 8 * highest) highest = Math.Max(highest, limit.Value);
        highest = highest > 0 ? highest * 1.12 : 1;
        var step = LatencyScale.NiceStep(highest, 4);
        var levels = Enumerable.Range(0, (int)(highest / step) + 1).Select(i => (i * step, Tick(i * step)));
        var time = TimeAxis.Of(0, story.Run.Duration.TotalSeconds);
        var plot = PlotStyle.Panel(
            hasAxis ? time : time with { Ticks = [.. time.Ticks.Select(t => (t.At, ""))] },
            new AxisSpec(0, highest, [.. levels]), LeftMargin, RightMargin, top: 40,
            bottom: hasAxis ? AxisHeight + 18 : 16);
        plot.Add.Plottable(new Sketch((ink, frame) =>
        {
            DrawWarmup(ink, frame, story.Run.Warmup);
            // Earlier lines are wider, so that two at the same height both show.
            foreach (var (i, line) in lines.Index())
                Draw(ink, frame, line, 3 + (2 * Math.Max(0, Math.Min(lines.Count, 3) - 1 - i)));
            Labels(ink, frame, lines, limit, highest);
            if (hasAxis)
                ink.Text("simulated time since the start of the run", (frame.Left + frame.Right) / 2,
                    frame.Bottom + 48, 18, Palette.Muted, anchor: Anchor.Centre);
        }));
        return new Panel(Heading(story, hop, limit, limit < highest), plot, top, bottom);
    }

    private static string Heading(Story story, DnsHop hop, double? limit, bool drawn)
    {
        var what = hop switch
        {
            DnsHop.Upstream => "Upstream resolver: queries/s through the busiest network interface",
            _ => $"{DnsWords.Name(hop)}: queries/s at all its servers",
        };
        var server = story.Run.Variants.SelectMany(v => v.Replications[0].Dns?.Servers ?? []).First(s => s.Hop == hop);
        var every = Human.Exact(Duration.FromSeconds(Bin(server) * server.Interval.TotalSeconds));
        var which = story.Run.Variants.Any(v => v.Replications.Length > 1) ? ", first replication" : "";
        return $"{what}, mean per {every}{which}"
            + (limit is { } above && !drawn ? $"; its limit of {Human.Many(above)}/s is far above" : "");
    }

    private static string Tick(double rate) => rate switch
    {
        >= 1e6 => $"{rate / 1e6:0.###} M",
        >= 1e4 => $"{rate / 1e3:0.###} k",
        _ => $"{rate:0.###}",
    };

    private static void Draw(Ink ink, Frame frame, Line line, float width)
    {
        var rates = line.Points.Select(p => frame.At(p.T, p.Rate)).ToArray();
        if (line.DroppedShare > 0)
        {
            SKPoint[] passed = [.. line.Points.Select(p => frame.At(p.T, p.Passed))];
            ink.Polygon([.. rates, .. passed.Reverse()], line.Color.WithAlpha(DropsAlpha));
            ink.Polyline(passed, line.Color, 1.5f);
        }

        ink.Polyline(rates, line.Color, width);
        if (rates.Length == 1) ink.Dot(rates[0].X, rates[0].Y, 5, line.Color);
    }

    private static void Labels(Ink ink, Frame frame, List<Line> lines, double? limit, double highest)
    {
        var labels = lines.Select(l => (
            Name: l.Variant, Numbers: Numbers(l), l.Color, Y: frame.Y(l.Points[^1].Rate))).ToList();
        if (limit is { } drawn && drawn < highest)
        {
            ink.Line(frame.Left, frame.Y(drawn), frame.Right, frame.Y(drawn), Palette.Ink, 2.5f);
            labels.Add(("limit", $"{Human.Many(drawn)}/s", Palette.Ink, frame.Y(drawn)));
        }

        var room = frame.Bottom - frame.Top + 6;
        var gap = Math.Clamp(room / labels.Count, 14, 24);
        var size = Math.Clamp(gap * 0.8f, 12, 18);
        var ys = LabelStack.Spread([.. labels.Select(l => l.Y)], gap, frame.Top, frame.Bottom + 4);
        for (var i = 0; i < labels.Count; i++)
        {
            var (name, numbers, color, y) = labels[i];
            ink.Line(frame.Right + 4, y, frame.Right + 20, ys[i], color, 1.5f);
            var x = frame.Right + 26;
            ink.Text(numbers, x, ys[i], size, Palette.Ink);
            x += Ink.Width(numbers, size) + 9;
            ink.Text(Ink.Cut(name, size, Figure.Width - 8 - x, bold: true) ?? "", x, ys[i], size, color, bold: true);
        }
    }

    private static string Numbers(Line line) => line.DroppedShare > 0
        ? $"{Human.Percent(line.DroppedShare)} dropped" : $"{Human.Many(line.Mean)}/s";

    private static void PaintDrops(Ink ink, SKRect box, SKColor color)
    {
        ink.Fill(box.Left, box.Top, box.Right, box.Bottom, color.WithAlpha(DropsAlpha));
        ink.Line(box.Left, box.Top, box.Right, box.Top, color, 3);
    }

    private static void DrawWarmup(Ink ink, Frame frame, Duration warmup)
    {
        if (warmup > Duration.Zero)
            ink.Fill(frame.Left, frame.Top, frame.X(warmup.TotalSeconds), frame.Bottom, Palette.Ink.WithAlpha(16));
    }
}
