using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Units of plain numbers in recorded files.</summary>
internal enum ReplayUnit
{
    Ns = 1,
    Us = 1_000,
    Ms = 1_000_000,
    S = 1_000_000_000,
}

/// <summary>Which columns of a recording mean what.</summary>
internal sealed record ReplayColumns
{
    public string Time { get; init; } = "time";

    /// <summary>Null: the file has no work.</summary>
    public string? Work { get; init; }

    public static ObjectShape<ReplayColumns> Shape { get; } = new(
        "replayColumns",
        "The names of the columns.",
        f => new ReplayColumns
        {
            Time = f.Optional("time", Is.String, "time", "Of the arrival."),
            Work = f.Maybe(
                "work", Is.String, "CPU time in place of the endpoint's first cpu step. Default: as the step says."),
        });
}

/// <summary>How the rows of a recording are understood.</summary>
internal sealed record ReplayFormat(ReplayColumns Columns, ReplayUnit TimeUnit, ReplayUnit? WorkUnit, Duration First);

/// <summary>Reads recorded arrivals, such as an access log's times, into offsets from the start of the run.</summary>
internal static class ReplayFile
{
    private const int MaxRows = 5_000_000;

    /// <summary>Ordered by time; null with the mistake.</summary>
    public static ImmutableArray<ReplayedArrival>? Read(
        DataFiles files, string name, ReplayFormat format, out Diagnostic? mistake)
    {
        if (files.Text(name, out mistake) is not { } text) return null;
        var rows = new List<(Int128 At, Duration? Work)>();
        using var csv = CsvReader.FromText(
            text, new CsvReaderOptions { HasHeader = true, TrackLineNumbers = true, SkipEmptyLines = true });
        try
        {
            mistake = ReadRows(csv, name, format, rows);
        }
        catch (CsvFormatException e)
        {
            mistake = new(new(name, (int)Math.Max(1, csv.LineNumber), 1), "bad-data", "", e.Message);
        }

        if (mistake is null && rows.Count == 0)
            mistake = new(SourcePosition.StartOf(name), "bad-data", "", "has no rows");
        if (mistake is not null) return null;
        var earliest = rows.Min(r => r.At);
        if (rows.Max(r => r.At) - earliest > Duration.FromSeconds(366 * 86_400).Nanoseconds)
        {
            mistake = new(
                SourcePosition.StartOf(name), "bad-data", "",
                "its times span more than a year; is the unit right (timeUnit)?");
            return null;
        }

        return
        [
            .. rows.OrderBy(r => r.At).Select(
                r => new ReplayedArrival(new Duration((long)(r.At - earliest)) + format.First, r.Work)),
        ];
    }

    private static Diagnostic? ReadRows(
        CsvReader csv, string name, ReplayFormat format, List<(Int128 At, Duration? Work)> rows)
    {
        csv.ReadHeader();
        Diagnostic Mistake(string message) =>
            new(new(name, (int)Math.Max(1, csv.LineNumber), 1), "bad-data", "", message);
        if (!csv.TryGetFieldIndex(format.Columns.Time, out var time))
            return Mistake(NoColumn(csv, format.Columns.Time));
        var work = -1;
        if (format.Columns.Work is { } w && !csv.TryGetFieldIndex(w, out work)) return Mistake(NoColumn(csv, w));
        while (csv.Read())
        {
            if (rows.Count == MaxRows) return Mistake($"more than {MaxRows:N0} rows");
            if (csv.FieldCount <= Math.Max(time, work)) return Mistake("the row has too few columns");
            var at = csv.GetString(time).Trim();
            if (Time(at, format.TimeUnit) is not { } instant)
                return Mistake($"{Quote.Of(at)} is neither a number nor a time such as 2026-01-31T08:00:00.5Z");
            if (work < 0)
            {
                rows.Add((instant, null));
                continue;
            }

            var cpu = Work(csv.GetString(work).Trim(), format.WorkUnit);
            if (cpu.Code is not null) return Mistake(cpu.Message!);
            rows.Add((instant, cpu.Value));
        }

        return null;
    }

    private static string NoColumn(CsvReader csv, string column) =>
        $"has no column {Quote.Of(column)}.{Suggestion.For(column, csv.Headers ?? [])}";

    private static Int128? Time(string text, ReplayUnit unit)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Math.Abs(number) < 1e18m ? (Int128)(number * (int)unit) : null;
        return text.Contains('T') && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? (Int128)instant.UtcTicks * 100
            : null;
    }

    private static Parsed<Duration> Work(string text, ReplayUnit? unit)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Quantities.ParseDuration(text);
        if (unit is not { } u)
            return new Mistake("bad-data", $"{Quote.Of(text)} has no unit: write it as 12ms, or set workUnit");
        return number is >= 0 and < 1e9m
            ? new Duration((long)(number * (int)u))
            : new Mistake("bad-data", $"{Quote.Of(text)} is no amount of CPU time");
    }
}
