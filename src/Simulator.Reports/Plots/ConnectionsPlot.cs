using System.Collections.Immutable;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// Connections to one database at every layer over time, a column a variant on common axes; below, who waits for one.
/// </summary>
internal static class ConnectionsPlot
{
    private const float AxisWidth = 110;
    private const float Top = 130;
    private const float Middle = 650;

    private static readonly SKColor[] Tints =
        [SKColor.Parse("#C9E3F5"), SKColor.Parse("#8CC4EA"), SKColor.Parse("#56B4E9")];

    private static readonly SKColor Backends = Palette.Throttled;
    private static readonly SKColor Clients = Palette.Error;
    private static readonly SKColor Servers = Palette.Good;

    /// <summary>A figure for each database, that with most connections first and under the plain name.</summary>
    public static IEnumerable<Figure> Of(Story story)
    {
        var databases = story.Run.Variants.SelectMany(v => v.Replications[0].Databases?.Servers ?? [])
            .GroupBy(s => s.Name).OrderByDescending(g => g.Max(s => s.Connections.Max)).Select(g => g.Key).ToList();
        foreach (var (i, database) in databases.Index())
        {
            var layers = ConnectionLayers.Of(story.Run, database);
            if (layers.Count > 0) yield return One(story, layers, i == 0 ? "connections" : $"connections-{database}");
        }
    }

    private static Figure One(Story story, List<ConnectionLayers> all, string name)
    {
        var shown = all.Take(Columns.Most).ToList();
        var columns = new Columns(shown.Count, AxisWidth);
        var held = shown.Max(l => Math.Max(l.Peak, l.Pools.Concat(l.Clients ?? []).Concat(l.Servers ?? []).Max()));
        var limit = shown.Max(l => l.Database.MaxConnections);
        // A limit far above everything would press the layers to the floor: it is written instead.
        var isDrawn = limit < 3 * held;
        var connections = Axis(isDrawn ? Math.Max(held, limit) : held, 6);
        var waiting = Axis(shown.Max(l => Math.Max(l.PoolWaiting.Max(), (l.Waiting ?? [0]).Max())), 3);
        var time = TimeAxis.Of(0, story.Run.Duration.TotalSeconds, marks: shown.Count > 2 ? 4 : 8);
        var unlabelled = time with { Ticks = [.. time.Ticks.Select(t => (t.At, ""))] };
        var panels = new List<Panel>();
        foreach (var (i, layers) in shown.Index())
        {
            var peak = $"{layers.Variant.Name}: at most {Human.Whole(layers.Peak)}";
            panels.Add(columns.Panel(
                i, peak, unlabelled, connections, Top, Middle, 40, 12,
                (ink, frame) => DrawLayers(ink, frame, layers, isDrawn, isFirst: i == 0)));
            panels.Add(columns.Panel(i, i == 0 ? "waiting for a connection" : "", time, waiting, Middle, Figure.Bottom,
                40, 62, (ink, frame) => DrawWaiting(ink, frame, layers, isFirst: i == 0)));
        }

        return new Figure
        {
            Name = name,
            Title = Title(shown, limit, all.Count > shown.Count),
            Subtitle = story.Subtitle,
            Key = Key(shown),
            Panels = [.. panels],
        };
    }

    private static string Title(List<ConnectionLayers> shown, int limit, bool hasMore)
    {
        var peaks = shown.Select(l => shown.Count == 1
            ? Human.Whole(l.Peak) : $"{Human.Whole(l.Peak)} in {l.Variant.Name}");
        return $"{shown[0].Database.Name}, of {limit} connections at most: {string.Join(", ", peaks)}"
            + (hasMore ? ", …" : "");
    }

    private static ImmutableArray<KeyEntry> Key(List<ConnectionLayers> shown)
    {
        KeyEntry Line(string label, SKColor color, float width) => new(label, (ink, box) =>
            ink.Line(box.Left, box.MidY, box.Right, box.MidY, color, width));
        var tints = Math.Min(Tints.Length, Math.Max(1, shown.Max(l => l.Generations.Length)));
        var pools = new KeyEntry(tints > 1 ? "client pools, old and new pods" : "client pools", (ink, box) =>
        {
            for (var i = 0; i < tints; i++)
                ink.Fill(box.Left + (i * box.Width / tints), box.Top, box.Left + ((i + 1) * box.Width / tints),
                    box.Bottom, Tints[i]);
        });
        return
        [
            pools,
            .. shown.Any(l => l.Clients is not null)
                ? [Line("PgBouncer's clients", Clients, 3), Line("its servers", Servers, 3)]
                : Array.Empty<KeyEntry>(),
            Line("Postgres", Backends, 4.5f),
        ];
    }

    private static AxisSpec Axis(double highest, int marks)
    {
        var most = highest > 0 ? highest * 1.2 : 1;
        var step = LatencyScale.NiceStep(most, marks);
        return new AxisSpec(
            0, most, [.. Enumerable.Range(0, (int)(most / step) + 1).Select(i => (i * step, Human.Short(i * step)))]);
    }

    private static void DrawLayers(Ink ink, Frame frame, ConnectionLayers layers, bool hasLimit, bool isFirst)
    {
        EventMarks.Bands(ink, frame, layers.Variant.Events);
        var below = new double[layers.Backends.Length];
        foreach (var (i, (_, levels)) in layers.Generations.Index())
        {
            double[] above = [.. below.Zip(levels, (b, l) => b + l)];
            ink.Polygon(
                [.. Points(frame, layers, above), .. Points(frame, layers, below).Reverse()], Tints[i % Tints.Length]);
            below = above;
        }

        if (layers.Clients is { } clients) ink.Polyline([.. Points(frame, layers, clients)], Clients, 3);
        if (layers.Servers is { } servers) ink.Polyline([.. Points(frame, layers, servers)], Servers, 5.5f);
        ink.Polyline([.. Points(frame, layers, layers.Backends)], Backends, layers.Servers is null ? 4.5f : 2.5f);
        if (hasLimit) DrawLimit(ink, frame, layers.Database.MaxConnections, isFirst);
        EventMarks.Lines(ink, frame, layers.Variant.Events, named: true);
    }

    private static void DrawLimit(Ink ink, Frame frame, int limit, bool isFirst)
    {
        var y = frame.Y(limit);
        ink.Line(frame.Left, y, frame.Right, y, Palette.Ink, 2.5f);
        // Under the line it would hide how the backends come up to it.
        var label = y - frame.Top > 30 ? y - 15 : y + 15;
        if (isFirst)
            ink.Plate($"max_connections {limit}", frame.Right - 8, label, 17, Palette.Ink, Anchor.Right, bold: true);
    }

    private static void DrawWaiting(Ink ink, Frame frame, ConnectionLayers layers, bool isFirst)
    {
        EventMarks.Bands(ink, frame, layers.Variant.Events);
        var ground = new double[layers.Backends.Length];
        ink.Polygon(
            [.. Points(frame, layers, layers.PoolWaiting), .. Points(frame, layers, ground).Reverse()], Tints[1]);
        if (layers.Waiting is { } waiting) ink.Polyline([.. Points(frame, layers, waiting)], Clients, 3);
        EventMarks.Lines(ink, frame, layers.Variant.Events, named: false);
        if (isFirst)
            ink.Text("time since the start of the run", frame.Left, frame.Bottom + 48, 18, Palette.Muted);
    }

    private static IEnumerable<SKPoint> Points(Frame frame, ConnectionLayers layers, double[] levels)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            yield return frame.At(i * layers.Seconds, levels[i]);
            yield return frame.At((i + 1) * layers.Seconds, levels[i]);
        }
    }
}
