using System.Collections.Immutable;
using System.Text;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Attribution;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Compare;

/// <summary>What a comparison leaves in its folder: a table, a comment, and both variants in each picture.</summary>
public static class ComparisonFiles
{
    public static IReadOnlyList<ResultFile> Of(
        RunResult run, Summary summary, ImmutableArray<ComparedMetric> metrics, AttributionResult? attribution,
        bool plots)
    {
        var files = new List<ResultFile>
        {
            new("comparison.csv", s => Csv(s, run, metrics)),
            new("comparison.md", s => s.Write(Encoding.UTF8.GetBytes(ComparisonMarkdown.Of(run, metrics)))),
        };
        if (attribution is not null)
            files.Add(new ResultFile("attribution.csv", s => AttributionCsv.Write(s, run, attribution)));
        if (!plots) return files;
        IEnumerable<Figure> split = attribution is null
            ? []
            : [WaterfallPlot.Of(attribution, run.Variants[0].Name, run.Variants[1].Name, new Story(run, summary).Subtitle)];
        foreach (var figure in PlotSet.OfAllVariants(run, summary).Concat(split))
        {
            files.Add(new ResultFile(figure.Name + ".png", s => s.Write(figure.ToPng())));
            files.Add(new ResultFile(figure.Name + ".svg", s => s.Write(Encoding.UTF8.GetBytes(figure.ToSvg()))));
        }

        return files;
    }

    private static void Csv(Stream stream, RunResult run, ImmutableArray<ComparedMetric> metrics)
    {
        using var csv = Reports.Csv.Create(
            stream, "metric", "unit", "base", "variant", "base_value", "value", "difference", "half_width",
            "distinguishable");
        foreach (var metric in metrics)
        {
            foreach (var (other, i) in metric.Others.Select((o, i) => (o, i)))
            {
                csv.WriteField(metric.Name);
                csv.WriteField(metric.Unit.ToString());
                csv.WriteField(run.Variants[0].Name);
                csv.WriteField(other.Variant);
                csv.Field(metric.Base.Value);
                csv.Field(other.Value.Value);
                csv.Field(other.Difference.Value);
                csv.Field(other.Difference.HalfWidth);
                csv.WriteField(other.IsDistinguishable switch { true => "yes", false => "no", _ => "" });
                csv.EndRow(run, run.Variants[i + 1].Sha256);
            }
        }
    }
}
