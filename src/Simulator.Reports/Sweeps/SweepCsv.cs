using Simulator.Scenarios.Sweeps;

namespace Simulator.Reports.Sweeps;

/// <summary>A row for each point and figure; numbers in base units, parameters as the language writes them.</summary>
internal static class SweepCsv
{
    public static void Write(Stream stream, SweepResult sweep)
    {
        using var csv = Csv.Create(
            stream,
            [
                .. sweep.Parameters.Select(p => p.Path),
                "metric", "unit", "value", "half_width", "replications", "threshold", "verdict",
            ]);
        foreach (var point in sweep.Points)
        {
            foreach (var metric in point.Trial.Metrics)
            {
                foreach (var value in point.Values) csv.WriteField(value.Text);
                csv.WriteField(metric.Name);
                csv.WriteField(SummaryJson.Unit(metric.Unit));
                csv.Field(metric.Value.Value);
                csv.Field(metric.Value.HalfWidth);
                csv.WriteField(point.Trial.Replications);
                csv.WriteField(string.Join("; ", SweepView.Judged(point, metric.Name).Select(j => j.Threshold.Expr)));
                csv.WriteField(SweepView.Outcome(point, metric.Name) is { } outcome ? SummaryJson.Outcome(outcome) : "");
                csv.EndRow(sweep.Seed, point.Trial.Variant.Sha256, sweep.Version);
            }
        }
    }
}
