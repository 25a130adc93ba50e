using System.Globalization;
using System.Text.RegularExpressions;
using Simulator.Kernel;
using Simulator.Reports.Dns;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>Which of many metrics the pictures are about, and the words all of them share.</summary>
internal sealed partial class Story
{
    public Story(RunResult run, Summary summary)
        : this(run, summary, HeadlineMetric(summary, _ => true))
    {
    }

    private Story(RunResult run, Summary summary, string? metric)
    {
        Run = run;
        Summary = summary;
        Metric = metric;
        var services = run.Variants[0].Replications[0].Services;
        var owner = Metric is null ? null : MetricName.PartsOf(Metric)[0];
        Service = services.Keys.FirstOrDefault(s => s == owner)
            ?? run.Variants.Select(v => v.CloseUp?.Service).FirstOrDefault(s => s is not null)
            ?? services.Keys.FirstOrDefault();
        DnsService = HeadlineDns(summary, Service);
    }

    public RunResult Run { get; }

    public Summary Summary { get; }

    /// <summary>
    /// Latency metric of the pictures: of the first latency threshold, else the first there is; null without any.
    /// </summary>
    public string? Metric { get; }

    /// <summary>Service whose CPU account is shown: the metric's, or the one under the microscope.</summary>
    public string? Service { get; }

    /// <summary>Service whose lookups are shown; null where nobody looks a name up.</summary>
    public string? DnsService { get; }

    /// <summary>Begins a title about lookups: empty where only one service looks names up.</summary>
    public string WhoseDns =>
        Summary.Variants.SelectMany(v => v.Dns?.Services ?? []).Select(s => s.Service).Distinct().Skip(1).Any()
            ? DnsService + ": " : "";

    /// <summary>
    /// This story first, under the name; then that of each other service with requests, under the name and its own.
    /// </summary>
    public IEnumerable<(string Name, Story Story)> ByService(string name)
    {
        yield return (name, this);
        var spotlight = new Spotlight(Summary);
        foreach (var service in Run.Variants[0].Replications[0].Services.Keys.Where(s => s != Service))
        {
            if (!spotlight.Shows(service)) continue;
            bool IsIts(string metric) => MetricName.PartsOf(metric) is [var owner, _, ..] and not [_, "latency"]
                && owner == service;
            if (HeadlineMetric(Summary, IsIts) is { } metric)
                yield return ($"{name}-{service}", new Story(Run, Summary, metric));
        }
    }

    /// <summary>For pictures of all variants.</summary>
    public string Subtitle =>
        $"{Run.Scenario} · seed {Run.Seed} · {Replications()} · {Shas()} · simulator {Run.Version}";

    /// <summary>For pictures of one variant.</summary>
    public string SubtitleOf(VariantResult variant) =>
        $"{Run.Scenario} · {variant.Name} · seed {Run.Seed} · sha {variant.Sha256[..8]} · simulator {Run.Version}";

    public VariantSummary SummaryOf(VariantResult variant) => Summary.Variants.First(v => v.Name == variant.Name);

    /// <summary>A metric's latencies of all replications together; null where nothing was measured.</summary>
    public static LatencyHistogram? Pooled(VariantResult variant, string metric)
    {
        var pooled = new LatencyHistogram();
        foreach (var replication in variant.Replications)
            if (replication.Latencies.TryGetValue(metric, out var latency)) pooled.Merge(latency.Measured);
        return pooled.Count > 0 ? pooled : null;
    }

    /// <summary>
    /// The rank of a threshold such as <c>pdf.render.latency p99 &lt; 800ms</c>; null where it is about something
    /// else.
    /// </summary>
    public static double? RankOf(Verdict verdict)
    {
        var match = Rank().Match(verdict.Threshold);
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static string? HeadlineMetric(Summary summary, Func<string, bool> isAsked)
    {
        // Lookups have a picture of their own.
        var names = summary.Variants[0].Latencies.Where(l => l.Count > 0).Select(l => l.Metric)
            .Where(m => isAsked(m) && !DnsWords.IsLatency(m)).ToList();
        var verdicts = summary.Variants.SelectMany(v => v.Verdicts);
        return verdicts.Where(v => RankOf(v) is not null).Select(v => v.Metric).FirstOrDefault(names.Contains)
            ?? names.FirstOrDefault();
    }

    // Of the first threshold about lookups, else of the other pictures, else the busiest.
    private static string? HeadlineDns(Summary summary, string? service)
    {
        var services = summary.Variants.SelectMany(v => v.Dns?.Services ?? []).ToList();
        var owner = summary.Variants.SelectMany(v => v.Verdicts).Select(v => MetricName.PartsOf(v.Metric))
            .FirstOrDefault(m => m is [var of, "dns", _] && services.Any(s => s.Service == of));
        if (!owner.IsDefault) return owner[0];
        return services.Any(s => s.Service == service) ? service
            : services.MaxBy(s => s.Throughput.Value)?.Service;
    }

    private string Replications() => Run.Variants[0].Replications.Length switch
    {
        1 => "1 replication",
        var n => $"{n} replications",
    };

    private string Shas() => Run.Variants.Length == 1
        ? "sha " + Run.Variants[0].Sha256[..8]
        : $"{Run.Variants[0].Name} sha " + Run.Variants[0].Sha256[..8];

    [GeneratedRegex(@"(?:^|\s)p(\d+(?:\.\d+)?)\s*[<>=]")]
    private static partial Regex Rank();
}
