using CsvHelper;
using Simulator.Scenarios.Results;

namespace Simulator.Reports;

/// <summary>How every table is written: RFC 4180 with line feeds, and what made it in the last three columns.</summary>
internal static class Csv
{
    /// <summary>Seconds to the nanosecond, ratios to a billionth; never an exponent.</summary>
    public const string Number = "0.#########";

    // Enough to tell scenarios apart; summary.json has all 64.
    private const int ShaDigits = 12;

    private static readonly string[] Origin = ["seed", "sha", "version"];

    public static CsvWriter Create(Stream stream, params string[] columns)
    {
        var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. columns, .. Origin]);
        return csv;
    }

    /// <summary>NaN becomes an empty field.</summary>
    public static void Field(this CsvWriter csv, double value) =>
        csv.WriteField(double.IsFinite(value) ? value : (double?)null, Number);

    public static void EndRow(this CsvWriter csv, RunResult run, string sha256) =>
        csv.EndRow(run.Seed, sha256, run.Version);

    public static void EndRow(this CsvWriter csv, ulong seed, string sha256, string version)
    {
        csv.WriteField(seed);
        csv.WriteField(sha256[..ShaDigits]);
        csv.WriteField(version);
        csv.EndRecord();
    }
}
