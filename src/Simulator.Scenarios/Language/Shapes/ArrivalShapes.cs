using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>The arrival processes, each with its parameters.</summary>
internal static class ArrivalShapes
{
    private const string Doc = "Which kind of arrivals.";

    private static Shape<ArrivalSpec> Poisson { get; } = AtARate(
        "poisson", "Arrivals independent of one another.", true);

    private static Shape<ArrivalSpec> Constant { get; } = AtARate("constant", "Evenly spaced arrivals.", false);

    private static Shape<ArrivalSpec> Batch { get; } = new ObjectShape<ArrivalSpec>(
        "batchArrival",
        "Several requests at one instant, again and again.",
        f =>
        {
            f.Tag("process", "batch", Doc);
            return new BatchArrivalSpec
            {
                Size = f.Required(
                    "size", Chance.Number, "Requests of a batch: a number, or a distribution of numbers."),
                Every = f.Required(
                    "every", Chance.Duration, "From one batch to the next: a time, or a distribution of times."),
                First = f.MaybeValue(
                    "first", Amount.Duration, "When the first batch comes. Default: after one interval."),
            };
        });

    private static ScalarShape<ReplayUnit> Unit { get; } = Is.OneOf(
        ("s", ReplayUnit.S), ("ms", ReplayUnit.Ms), ("us", ReplayUnit.Us), ("ns", ReplayUnit.Ns));

    private static Shape<ArrivalSpec> Replay { get; } = new ObjectShape<ArrivalSpec>(
        "replayArrival",
        "Recorded arrivals: a CSV file with a header, a column of times (numbers or RFC 3339), maybe one of work.",
        f =>
        {
            f.Tag("process", "replay", Doc);
            var file = f.Required("file", Is.File, "CSV with a header line; relative to the scenario's file.");
            var columns = f.Section("columns", ReplayColumns.Shape, "The names of the columns.");
            var timeUnit = f.Optional("timeUnit", Unit, ReplayUnit.S, "Unit of times that are plain numbers.");
            var workUnit = f.MaybeValue(
                "workUnit", Unit, "Unit of work in plain numbers; work may also be written 12ms.");
            var first = f.Optional(
                "first",
                Amount.Duration,
                Duration.Zero,
                "When the earliest row arrives; the others keep their distance.");
            var format = new ReplayFormat(columns ?? new(), timeUnit, workUnit, first);
            return new ReplayArrivalSpec
            {
                File = file,
                Arrivals = f.FromFile(
                    "file", file, (DataFiles files, string name, out Diagnostic? mistake) =>
                        ReplayFile.Read(files, name, format, out mistake)),
                Repeat = f.Optional("repeat", Is.Bool, false, "Starts again after the last row, until the run ends."),
            };
        });

    private static Shape<ArrivalSpec> DailyByRates { get; } = new ObjectShape<ArrivalSpec>(
        "dailyRates",
        "Poisson arrivals that follow a day, given hour by hour.",
        f =>
        {
            f.Tag("process", "daily", Doc);
            return new DailyArrivalSpec
            {
                Hours = f.Required(
                    "rates", new ListShape<Rate>(Amount.Rate) { Of = "rates", AtLeast = 24, AtMost = 24 },
                    "24 rates at the full hours from midnight; linear in between."),
                StartAt = StartAt(f),
            };
        });

    private static Shape<ArrivalSpec> DailyByPeak { get; } = new ObjectShape<ArrivalSpec>(
        "dailyPeak",
        "Poisson arrivals that follow a day as a cosine between a trough and a peak.",
        f =>
        {
            f.Tag("process", "daily", Doc);
            var peak = f.Required("peak", Amount.Rate, "The highest rate of the day.");
            var trough = f.Required("trough", Amount.Rate, "The lowest, twelve hours away.");
            var hour = f.Required("peakHour", Is.Int(0, 23), "The hour of the peak.");
            var arrival = new DailyArrivalSpec { Hours = Cosine(peak, trough, hour), StartAt = StartAt(f) };
            f.Check(() => peak.CompareTo(trough) >= 0, "trough", "out-of-range", () => "the trough is above the peak");
            return arrival;
        });

    private static Shape<ArrivalSpec> Daily { get; } = new UnionShape<ArrivalSpec>(
        "dailyArrival", "Poisson arrivals whose rate follows the hours of a day.", [DailyByRates, DailyByPeak])
    {
        Choose = (node, _, _) => node is MapNode map && map.FindEntry("rates") is not null ? DailyByRates : DailyByPeak,
    };

    public static Shape<ArrivalSpec> Union { get; } = new UnionShape<ArrivalSpec>(
        "arrival", "When requests arrive.", [Poisson, Constant, Batch, Replay, Daily])
    {
        Choose = UnionShape.ByTag(
            "process", "arrivals such as {process: poisson, rate: 10/s}",
            ("poisson", Poisson), ("constant", Constant), ("batch", Batch), ("replay", Replay), ("daily", Daily)),
    };

    private static ObjectShape<ArrivalSpec> AtARate(string process, string doc, bool isPoisson) => new(
        process + "Arrival",
        doc,
        f =>
        {
            f.Tag("process", process, Doc);
            f.AnyOf("rate", "stages");
            var rate = f.MaybeValue(
                "rate", Amount.Rate,
                "The rate all along or, with stages, the one that a ramp in the first stage starts from.");
            var stages = f.Section(
                "stages", new ListShape<StageSpec>(StageSpec.Shape) { Of = "stages" },
                "One after the other; the last rate stays: [{duration: 3m, rate: 10/s}, {duration: 1m, rate: 20/s}].");
            f.Check(
                () => rate?.PerSecond > 0 || stages.Any(s => s.Rate.PerSecond > 0), "rate", "out-of-range",
                () => "no request would ever arrive: raise the rate or remove the client");
            return new RateArrivalSpec
            {
                IsPoisson = isPoisson,
                Rate = rate ?? default,
                Stages = stages.IsDefault ? [] : stages,
            };
        });

    private static Duration StartAt(Fields f) => f.Optional(
        "startAt",
        Amount.DurationBetween(default, Duration.FromSeconds(86_400 - 1e-9), "is not a time of day: 0s to 24h"),
        Duration.Zero,
        "The time of day at which the run starts, such as 8h30m.");

    private static ImmutableArray<Rate> Cosine(Rate peak, Rate trough, int peakHour)
    {
        var swing = (peak.PerSecond - trough.PerSecond) / 2;
        return
        [
            .. Enumerable.Range(0, 24).Select(h => new Rate(
                trough.PerSecond + (swing * (1 + Math.Cos(2 * Math.PI * (h - peakHour) / 24))))),
        ];
    }
}
