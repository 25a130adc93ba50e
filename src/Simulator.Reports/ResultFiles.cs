using System.Text;
using Simulator.Reports.Databases;
using Simulator.Reports.Dns;
using Simulator.Reports.Html;
using Simulator.Reports.Plots;
using Simulator.Reports.Pods;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>One file of a run's results and how to write it.</summary>
public sealed record ResultFile(string Name, Action<Stream> Write);

/// <summary>Everything that a run leaves in its folder.</summary>
public static class ResultFiles
{
    /// <summary>Whoever finds this file knows that the others are whole.</summary>
    public const string Last = "summary.json";

    // A service's, a database's or a variant's picture ends in its name.
    private static readonly string[] PlotsOfEach =
        ["over-time", "timeline", "cpu-windows", "pods", "pods-gantt", "connections"];

    public const string Report = "report.html";

    public static IReadOnlyList<ResultFile> Of(
        RunResult run, Summary summary, RunOrigin origin, bool strict, bool plots)
    {
        var files = new List<ResultFile>
        {
            new("summary.csv", s => SummaryCsv.Write(s, run, summary)),
            new("series.csv", s => SeriesCsv.Write(s, run)),
            new("stalls.csv", s => StallsCsv.Write(s, run)),
            new(Last, s => SummaryJson.Write(s, run, summary, strict)),
        };
        if (run.Variants.Any(v => v.Replications[0].Requests.Length > 0))
            files.Add(new ResultFile("requests.csv", s => RequestsCsv.Write(s, run)));
        if (summary.Variants.Any(v => v.Dns is not null))
        {
            files.Add(new ResultFile("dns.csv", s => DnsQueriesCsv.Write(s, run, summary)));
            files.Add(new ResultFile("dns-series.csv", s => DnsSeriesCsv.Write(s, run)));
            files.Add(new ResultFile("coredns.csv", s => CoreDnsCsv.Write(s, run)));
        }

        if (summary.Variants.Any(v => v.Databases is not null))
        {
            files.Add(new ResultFile("pg_stat_activity.csv", s => PgStatActivityCsv.Write(s, run)));
            files.Add(new ResultFile("pools.csv", s => PoolsCsv.Write(s, run)));
        }

        if (summary.Variants.Any(v => v.Databases?.Servers.Any(d => d.PgBouncer is not null) == true))
            files.Add(new ResultFile("pgbouncer_pools.csv", s => PgBouncerPoolsCsv.Write(s, run)));

        if (summary.Variants.Any(v => v.Pods is not null))
        {
            files.Add(new ResultFile("pods.csv", s => PodsCsv.Write(s, run)));
            files.Add(new ResultFile("pod-events.csv", s => PodEventsCsv.Write(s, run)));
        }

        if (CallsCsv.IsWorth(run)) files.Add(new ResultFile("calls.csv", s => CallsCsv.Write(s, run)));
        var pictures = plots ? PlotSet.PicturesOf(run, summary).ToList() : [];
        foreach (var picture in pictures)
        {
            files.Add(new ResultFile(picture.Name + ".png", s => s.Write(picture.Figure.ToPng())));
            files.Add(new ResultFile(picture.Name + ".svg", s => s.Write(Encoding.UTF8.GetBytes(picture.Svg))));
        }

        var page = new HtmlReport(run, summary, origin, strict) { Pictures = [.. pictures] };
        files.Add(new ResultFile(Report, s => s.Write(Encoding.UTF8.GetBytes(page.Write()))));
        return files;
    }

    /// <summary>Whether a file of this name is a run's output, and so is replaced or removed by the next run.</summary>
    public static bool IsOurs(string name) =>
        name is "summary.csv" or "series.csv" or "stalls.csv" or "requests.csv" or Last or Report
            or "dns.csv" or "dns-series.csv" or "coredns.csv"
            or "pg_stat_activity.csv" or "pgbouncer_pools.csv" or "pools.csv"
            or "pods.csv" or "pod-events.csv" or "calls.csv"
        || (Path.GetExtension(name) is ".png" or ".svg" && IsPlot(Path.GetFileNameWithoutExtension(name)));

    private static bool IsPlot(string name) =>
        name is "latency" or "dns-queries" or "dns-rates" or "dns-latency" or "errors" or "goodput"
        || PlotsOfEach.Any(p => name == p || name.StartsWith(p + "-", StringComparison.Ordinal));
}
