using System.Globalization;
using System.Text.Json.Nodes;
using Simulator.Kernel;
using Simulator.Models.Pods.Deployments;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>The scalars with units.</summary>
internal static class Amount
{
    public static readonly ScalarShape<Duration> Duration = DurationBetween(default, default, "");

    public static readonly ScalarShape<Duration> PositiveDuration =
        DurationBetween(new Duration(1), default, "must be longer than nothing");

    public static readonly ScalarShape<CpuQuantity> Cpu = CpuAtLeast(0, "");

    public static readonly ScalarShape<Bytes> Bytes = new()
    {
        What = "an amount of memory such as 128Mi",
        Parse = s => s.Kind == ScalarKind.Boolean ? WrongType(s) : Quantities.ParseBytes(s.Text),
        Format = b => b.Count == 0
            ? "0Ki"
            : b.Count % 1024 == 0
                ? b.ToString()
                : $"{(b.Count / 1000m).ToString("0.###", CultureInfo.InvariantCulture)}k",
        Schema = () => Pattern(Quantities.BytesPattern, "128Mi", "1Gi"),
        Amount = new("bytes", Quantities.ParseBytes, b => b.Count, n => new Bytes((long)(AmountKind.Whole(n / 1024) * 1024))),
    };

    public static readonly ScalarShape<Rate> Rate = new()
    {
        What = "a rate such as 15/s, 300/m or 2/h",
        Parse = s => s.Kind == ScalarKind.Boolean ? WrongType(s) : Quantities.ParseRate(s.Text),
        Format = r => $"{r.PerSecond.ToString("R", CultureInfo.InvariantCulture)}/s",
        Schema = () => Pattern(Quantities.RatePattern, "15/s", "300/m"),
        Amount = new("1/s", Quantities.ParseRate, r => (decimal)r.PerSecond, n => new Rate((double)n), IsFine: true),
    };

    /// <summary>A share of at most all; a bare 1 could mean either end, so it needs its sign.</summary>
    public static readonly ScalarShape<double> Ratio = new()
    {
        What = "a share such as 0.1%",
        Parse = s => s.Kind == ScalarKind.Boolean ? WrongType(s) : Quantities.ParseShare(s.Text),
        Format = Quantities.FormatShare,
        Schema = () => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                Pattern(Quantities.SharePattern, "0.1%", "90%"),
                new JsonObject { ["type"] = "number", ["minimum"] = 0, ["exclusiveMaximum"] = 1 }),
        },
        Amount = new("ratio", Quantities.ParseShare, s => (decimal)s, n => (double)n, IsFine: true),
    };

    public static ScalarShape<CpuQuantity> CpuAtLeast(long millicores, string reason) => new()
    {
        What = "an amount of CPU such as 500m or 0.5",
        Parse = s =>
        {
            if (s.Kind == ScalarKind.Boolean) return WrongType(s);
            var cpu = Quantities.ParseCpu(s.Text);
            return cpu.Code is null && cpu.Value.Millicores < millicores
                ? new Mistake("out-of-range", $"{Quote.Of(s.Text)} {reason}")
                : cpu;
        },
        Format = c => c.ToString(),
        Schema = () => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                Pattern(Quantities.CpuPattern, "500m", "1.5"), new JsonObject { ["type"] = "number", ["minimum"] = 0 }),
        },
        Amount = new(
            "cores", Quantities.ParseCpu, c => c.Millicores / 1000m,
            n => new CpuQuantity((long)AmountKind.Whole(n * 1000))),
    };

    /// <param name="min">Shortest.</param>
    /// <param name="max">Longest; zero for no bound.</param>
    /// <param name="reason">Ends the sentence of the message.</param>
    public static ScalarShape<Duration> DurationBetween(Duration min, Duration max, string reason) => new()
    {
        What = "a time such as 100ms or 1m30s",
        Parse = s =>
        {
            if (s.Kind == ScalarKind.Boolean) return WrongType(s);
            var duration = Quantities.ParseDuration(s.Text);
            if (duration.Code is not null) return duration;
            var isOutside = duration.Value < min || (max > default(Duration) && duration.Value > max);
            return isOutside ? new Mistake("out-of-range", $"{Quote.Of(s.Text)} {reason}") : duration;
        },
        Format = Quantities.Format,
        Schema = () => Pattern(Quantities.DurationPattern, "100ms", "1m30s"),
        Amount = new(
            "s", Quantities.ParseDuration, d => d.Nanoseconds / 1e9m, n => new((long)AmountKind.Whole(n * 1e9m)),
            IsFine: true),
    };

    /// <summary>A TTL, which has whole seconds.</summary>
    public static ScalarShape<Duration> Seconds(long most) => new()
    {
        What = "a time such as 30s",
        Parse = s =>
        {
            if (s.Kind == ScalarKind.Boolean) return WrongType(s);
            var duration = Quantities.ParseDuration(s.Text);
            if (duration.Code is not null) return duration;
            if (duration.Value.Nanoseconds % 1_000_000_000 != 0)
                return new Mistake("out-of-range", $"{Quote.Of(s.Text)}: DNS counts in whole seconds");
            return duration.Value.TotalSeconds > most
                ? new Mistake("out-of-range", $"{Quote.Of(s.Text)} is more than {most} seconds, the most there can be")
                : duration;
        },
        Format = Quantities.Format,
        Schema = () => Pattern(Quantities.DurationPattern, "30s", "5m"),
        Amount = new(
            "s", Quantities.ParseDuration, d => d.Nanoseconds / 1e9m,
            n => new((long)AmountKind.Whole(n) * 1_000_000_000)),
    };

    /// <summary>2 or 25%, in whole numbers.</summary>
    /// <param name="most">The largest share, in percent.</param>
    public static ScalarShape<IntOrPercent> IntOrPercent(int most) => new()
    {
        What = "a number of pods such as 1, or a share such as 25%",
        Parse = s => s.Kind is ScalarKind.Integer or ScalarKind.Number
            ? Is.Int(0, 10_000).Parse(s) is { Code: null } number
                ? Models.Pods.Deployments.IntOrPercent.Pods(number.Value)
                : new Mistake("out-of-range", $"{Quote.Of(s.Text)} is not a whole number from 0 to 10000, nor a share")
            : Quantities.ParseWholePercent(s.Text) is { Code: null } share && share.Value.Value > most
                ? new Mistake("out-of-range", $"{Quote.Of(s.Text)} is more than {most}%")
                : Quantities.ParseWholePercent(s.Text),
        Format = n => n.ToString(),
        Schema = () => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                Pattern(most == 100 ? Quantities.WholeSharePattern : Quantities.WholePercentPattern, "25%"),
                new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 10_000 }),
        },
    };

    private static Mistake WrongType(ScalarNode s) =>
        new("wrong-type", $"expected an amount with its unit, found {Quote.Of(s.Text)}");

    private static JsonObject Pattern(string pattern, params string[] examples) => new()
    {
        ["type"] = "string",
        ["pattern"] = pattern,
        ["examples"] = new JsonArray([.. examples.Select(e => (JsonNode)e)]),
    };
}
