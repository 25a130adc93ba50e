using CsvHelper;
using Simulator.Scenarios.Truth;

namespace Simulator.Reports.Signals;

/// <summary>One recording a row: outcome and time measured and simulated, the bound, and what differs.</summary>
public static class SignalsTruthCsv
{
    public static void Write(Stream stream, IEnumerable<SignalsTruthRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader(["id", "group", "outcome_measured", "outcome_simulated", "pid1_exit_ms_measured",
            "pid1_exit_ms_simulated", "error_ms", "bound_ms", "met", "tree_measured", "tree_simulated", "difference"]);
        foreach (var row in rows)
        {
            csv.WriteField(row.Id);
            csv.WriteField(row.Group);
            csv.WriteField(row.MeasuredOutcome);
            csv.WriteField(row.SimulatedOutcome);
            csv.WriteField(row.MeasuredMs, Csv.Number);
            csv.WriteField(row.SimulatedMs, Csv.Number);
            csv.WriteField(double.IsFinite(row.ErrorMs) ? row.ErrorMs : (double?)null, Csv.Number);
            csv.WriteField(row.BoundMs, Csv.Number);
            csv.WriteField(row.IsMet ? "true" : "false");
            csv.WriteField(row.MeasuredTree);
            csv.WriteField(row.SimulatedTree);
            csv.WriteField(row.Difference ?? "");
            csv.EndRecord();
        }
    }
}
