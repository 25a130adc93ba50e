using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>One number a row: variant, metric, statistic, value, half_width, unit.</summary>
public static class SummaryCsv
{
    public static void Write(Stream stream, RunResult run, Summary summary)
    {
        using var csv = Csv.Create(stream, "variant", "metric", "statistic", "value", "half_width", "unit");
        foreach (var variant in summary.Variants)
        {
            foreach (var (metric, statistic, value, unit) in SummaryRows.Of(variant))
            {
                csv.WriteField(variant.Name);
                csv.WriteField(metric);
                csv.WriteField(statistic);
                csv.Field(value.Value);
                csv.Field(value.HalfWidth);
                csv.WriteField(unit);
                csv.EndRow(run, variant.Sha256);
            }
        }
    }
}
