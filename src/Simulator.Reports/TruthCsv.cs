using CsvHelper;
using Simulator.Scenarios.Truth;

namespace Simulator.Reports;

/// <summary>
/// One figure of one recording a row: measured, simulated, and whether the difference is inside its bound.
/// </summary>
public static class TruthCsv
{
    public static void Write(Stream stream, IEnumerable<TruthRow> rows)
    {
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader(["name", "seed", "metric", "measured", "simulated", "error", "bound", "inside"]);
        foreach (var row in rows)
        {
            csv.WriteField(row.Name);
            csv.WriteField(row.Seed);
            csv.WriteField(row.Metric);
            csv.Field(row.Measured);
            csv.Field(row.Simulated);
            csv.Field(row.Error);
            csv.Field(row.Bound ?? double.NaN);
            csv.WriteField(row.Inside ? "true" : "false");
            csv.EndRecord();
        }
    }
}
