using CsvHelper;
using Simulator.Scenarios.Truth;

namespace Simulator.Reports.Dns;

/// <summary>One recording a row: queries measured and simulated, whether all of it was met, and the first
/// difference.</summary>
public static class DnsTruthCsv
{
    public static void Write(Stream stream, IEnumerable<DnsTruthRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader(["case", "profile", "jittered", "queries_measured", "queries_simulated", "met", "difference"]);
        foreach (var row in rows)
        {
            csv.WriteField(row.Case);
            csv.WriteField(row.Profile);
            csv.WriteField(row.IsJittered ? "true" : "false");
            csv.WriteField(row.Measured);
            csv.WriteField(row.Simulated);
            csv.WriteField(row.IsMet ? "true" : "false");
            csv.WriteField(row.Difference ?? "");
            csv.EndRecord();
        }
    }
}
