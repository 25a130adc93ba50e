using Simulator.Scenarios.Attribution;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Compare;

/// <summary>A row a setting, and one for what they do only together.</summary>
internal static class AttributionCsv
{
    public static void Write(Stream stream, RunResult run, AttributionResult result)
    {
        using var csv = Csv.Create(
            stream, "metric", "unit", "setting", "before", "after", "share", "share_half_width", "alone",
            "alone_half_width", "last", "last_half_width");
        foreach (var s in result.Settings)
            Row(s.Setting.Path, s.Setting.Before, s.Setting.After, s.Share, s.Alone, s.Last);
        var none = new Measured(double.NaN, double.NaN);
        Row("(interaction)", null, null, none, result.Interaction, none);
        Row("(all)", null, null, result.Difference, result.Difference, result.Difference);

        void Row(string setting, string? before, string? after, params ReadOnlySpan<Measured> values)
        {
            csv.WriteField(result.Metric);
            csv.WriteField(result.Unit.ToString());
            csv.WriteField(setting);
            csv.WriteField(before);
            csv.WriteField(after);
            foreach (var value in values)
            {
                csv.Field(value.Value);
                csv.Field(value.HalfWidth);
            }

            csv.EndRow(run, run.Variants[1].Sha256);
        }
    }
}
