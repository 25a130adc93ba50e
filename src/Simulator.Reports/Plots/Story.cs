using System.Globalization;
using System.Text.RegularExpressions;
using Simulator.Kernel;
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
    }

    public RunResult Run { get; }

    public Summary Summary { get; }

    /// <summary>
    /// Latency metric of the pictures: of the first latency threshold, else the first there is; null without any.
    /// </summary>
    public string? Metric { get; }

    /// <summary>Service whose CPU account is shown: the metric's, or the one under the microscope.</summary>
    public string? Service { get; }

    /// <summary>
    /// This story first, under the name; then that of each other service with requests, under the name and its own.
    /// </summary>
    public IEnumerable<(string Name, Story Story)> ByService(string name)
    {
        yield return (name, this);
        foreach (var service in Run.Variants[0].Replications[0].Services.Keys.Where(s => s != Service))
        {
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
        var measured = summary.Variants[0].Latencies.Where(l => l.Count > 0);
        var names = measured.Select(l => l.Metric).Where(isAsked).ToList();
        var verdicts = summary.Variants.SelectMany(v => v.Verdicts);
        return verdicts.Where(v => RankOf(v) is not null).Select(v => v.Metric).FirstOrDefault(names.Contains)
            ?? names.FirstOrDefault();
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
