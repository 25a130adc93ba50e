using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Simulator.Kernel;
using Simulator.Models.Pods.Deployments;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Reads and writes amounts with their units; each pattern is also the schema's.</summary>
internal static partial class Quantities
{
    public const string DurationPattern = @"^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$";
    public const string CpuPattern = @"^([0-9]+m|[0-9]+(\.[0-9]+)?)$";
    public const string BytesPattern = @"^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E)$";
    public const string RatePattern = @"^[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?/(s|m|h)$";
    public const string PercentPattern = @"^[0-9]+(\.[0-9]+)?%$";

    public const string SharePattern = @"^0*(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%$";

    /// <summary>Of pods: Kubernetes knows no fractions of a percent.</summary>
    public const string WholePercentPattern = "^[0-9]{1,7}%$";

    public const string WholeSharePattern = "^0*(100|[0-9]{1,2})%$";

    private const int ShareDigits = 9;

    /// <summary>73 years: sums of a few still fit the clock.</summary>
    private const decimal MaxNanoseconds = long.MaxValue / 4;

    private const int Longest = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static Parsed<Duration> ParseDuration(string text)
    {
        if (text.StartsWith('-')) return new Mistake("out-of-range", $"{Quote.Of(text)}: a time cannot be negative");
        if (!Matches(DurationGrammar(), text)) return NotADuration(text);
        var total = 0m;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var unitLength = rest[digits..].IndexOfAnyInRange('0', '9');
            var unit = unitLength < 0 ? rest[digits..] : rest.Slice(digits, unitLength);
            if (!decimal.TryParse(rest[..digits], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || number > MaxNanoseconds) return TooLong(text);
            total += number * NanosecondsOf(unit);
            if (total > MaxNanoseconds) return TooLong(text);
            rest = rest[(digits + unit.Length)..];
        }

        return total == decimal.Truncate(total)
            ? new Duration((long)total)
            : new Mistake("out-of-range", $"{Quote.Of(text)} is finer than the clock's nanosecond");
    }

    /// <summary>Go's way, exact: 1h30m, 1.5s, 100ms.</summary>
    public static string Format(Duration duration)
    {
        var ns = duration.Nanoseconds;
        return ns switch
        {
            0 => "0s",
            < 1_000 => $"{ns}ns",
            < 1_000_000 => $"{(ns / 1e3m).ToString("0.###", CultureInfo.InvariantCulture)}us",
            < 1_000_000_000 => $"{(ns / 1e6m).ToString("0.######", CultureInfo.InvariantCulture)}ms",
            _ => FormatLong(ns),
        };
    }

    public static Parsed<CpuQuantity> ParseCpu(string text)
    {
        if (text.StartsWith('-')) return new Mistake("out-of-range", $"{Quote.Of(text)}: CPU cannot be negative");
        if (!Matches(CpuGrammar(), text))
        {
            var hint = text switch
            {
                _ when Matches(CpuGrammar(), text.Replace('O', '0').Replace('o', '0')) =>
                    " (a letter O in place of a zero?)",
                _ when text.EndsWith('%') => " (a share of what? name the amount)",
                _ when BytesGrammar().IsMatch(text) => " (that is an amount of memory)",
                _ => "",
            };
            return new Mistake(
                "wrong-unit", $"{Quote.Of(text)} is not an amount of CPU{hint}: write 500m or 0.5 for half a core");
        }

        var isMilli = text[^1] == 'm';
        var digits = isMilli ? text.AsSpan(0, text.Length - 1) : text;
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || (isMilli ? number / 1000 : number) > 1024)
        {
            return new Mistake("out-of-range", $"{Quote.Of(text)} is more than the largest node's 1024 cores");
        }

        var milli = isMilli ? number : number * 1000;
        return milli == decimal.Truncate(milli)
            ? new CpuQuantity((long)milli)
            : new Mistake("out-of-range", $"{Quote.Of(text)} is finer than Kubernetes' 1m");
    }

    public static Parsed<Bytes> ParseBytes(string text)
    {
        if (text.StartsWith('-')) return new Mistake("out-of-range", $"{Quote.Of(text)}: memory cannot be negative");
        if (!Matches(BytesGrammar(), text))
        {
            var hint = text switch
            {
                _ when text.Length is > 0 and < Longest && text.All(char.IsAsciiDigit) => $" has no unit: {text}Mi?",
                _ when text.EndsWith('m') => " is in thousandths of a byte: Mi was meant?",
                _ when text.EndsWith("MB", StringComparison.OrdinalIgnoreCase) => " is not Kubernetes' way: M or Mi",
                _ => " is not an amount of memory",
            };
            return new Mistake("wrong-unit", $"{Quote.Of(text)}{hint}; write 128Mi or 1Gi");
        }

        var digits = text.AsSpan().IndexOfAnyExcept(Digits);
        var unit = text[digits..] switch
        {
            "Ki" => 1L << 10, "Mi" => 1L << 20, "Gi" => 1L << 30, "Ti" => 1L << 40, "Pi" => 1L << 50, "Ei" => 1L << 60,
            "k" => 1_000, "M" => 1_000_000, "G" => 1_000_000_000, "T" => 1_000_000_000_000,
            "P" => 1_000_000_000_000_000, _ => 1_000_000_000_000_000_000,
        };
        return decimal.TryParse(
            text.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (double)number * unit < 1L << 50
            ? new Bytes((long)(number * unit))
            : new Mistake("out-of-range", $"{Quote.Of(text)} is more than a pebibyte");
    }

    public static Parsed<Rate> ParseRate(string text)
    {
        if (text.StartsWith('-')) return new Mistake("out-of-range", $"{Quote.Of(text)}: a rate cannot be negative");
        if (!Matches(RateGrammar(), text))
        {
            var hint = double.TryParse(text, CultureInfo.InvariantCulture, out _)
                ? $" has no unit: {Quote.Clean(text)}/s?"
                : " is not a rate.";
            return new Mistake("wrong-unit", $"{Quote.Of(text)}{hint} Write 15/s, 300/m or 2/h");
        }

        var slash = text.IndexOf('/');
        var number = double.Parse(text.AsSpan(0, slash), CultureInfo.InvariantCulture);
        var perSecond = number / text[^1] switch { 's' => 1, 'm' => 60, _ => 3600 };
        return perSecond <= 1e9
            ? new Rate(perSecond)
            : new Mistake("out-of-range", $"{Quote.Of(text)} is more than one a nanosecond, the clock's finest step");
    }

    /// <summary>A share: 25% or 0.25; as a fraction.</summary>
    public static Parsed<double> ParseRatio(string text)
    {
        if (Matches(PercentGrammar(), text))
            return double.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) / 100;
        return Matches(PlainGrammar(), text)
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : new Mistake("wrong-unit", $"{Quote.Of(text)} is not a ratio: write 25% or 0.25");
    }

    /// <summary>A share of at most all, as a fraction that <see cref="FormatShare"/> writes without loss.</summary>
    public static Parsed<double> ParseShare(string text)
    {
        var ratio = ParseRatio(text);
        if (ratio.Code is not null)
            return new Mistake(ratio.Code, $"{Quote.Of(text)} is not a share: write 25% or 0.25");
        if (text == "1") return new Mistake("wrong-unit", "'1' has no unit: 1% or 100%?");
        if (ratio.Value > 1) return new Mistake("out-of-range", $"{Quote.Of(text)} is not between 0% and 100%");
        var rounded = Math.Round(ratio.Value, ShareDigits);
        return Math.Abs(ratio.Value - rounded) < 1e-12
            ? rounded
            : new Mistake("out-of-range", $"{Quote.Of(text)} is finer than one in a billion");
    }

    /// <summary>A share of pods: 25%.</summary>
    public static Parsed<IntOrPercent> ParseWholePercent(string text)
    {
        if (Matches(WholePercentGrammar(), text))
            return IntOrPercent.Percent(int.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture));
        var hint = text.Length > 0 && text.All(char.IsAsciiDigit) ? ": remove the quotes" : "";
        return new Mistake(
            "wrong-unit", $"{Quote.Of(text)} is neither a number of pods nor a share in whole percent, 25%{hint}");
    }

    public static string FormatShare(double share) =>
        ((decimal)share * 100).ToString("0.#######", CultureInfo.InvariantCulture) + "%";

    /// <summary>A number without unit; 12e6 is twelve million.</summary>
    public static Parsed<double> ParsePlain(string text) =>
        Matches(NumberGrammar(), text)
        && double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? number
            : new Mistake("wrong-unit", $"{Quote.Of(text)} is not a number in plain digits, such as 12000000 or 12e6");

    // The patterns are ECMAScript's too, where $ is the end; in .NET it also stands before a last line feed.
    private static bool Matches(Regex grammar, string text) =>
        text.Length <= Longest && !text.EndsWith('\n') && grammar.IsMatch(text);

    private static Mistake TooLong(string text) => new("out-of-range", $"{Quote.Of(text)} is more than 73 years");

    private static Mistake NotADuration(string text)
    {
        var hint = text switch
        {
            _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                $" has no unit: {Quote.Clean(text)}s or {Quote.Clean(text)}ms?",
            _ when text.EndsWith('d') => " is no time here: days are written in hours, 24h.",
            _ when text.Contains(' ') => " is no time: leave out the space.",
            _ => " is no time.",
        };
        return new Mistake("wrong-unit", $"{Quote.Of(text)}{hint} Write it as Go does: 250us, 100ms, 1m30s");
    }

    private static long NanosecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1, "us" or "µs" => 1_000, "ms" => 1_000_000,
        "s" => 1_000_000_000, "m" => 60_000_000_000, _ => 3_600_000_000_000,
    };

    private static string FormatLong(long ns)
    {
        var (hours, minutes) = (ns / 3_600_000_000_000, ns / 60_000_000_000 % 60);
        var seconds = ns % 60_000_000_000 / 1e9m;
        return (hours > 0 ? $"{hours}h" : "") + (minutes > 0 ? $"{minutes}m" : "")
            + (seconds > 0 ? $"{seconds.ToString("0.#########", CultureInfo.InvariantCulture)}s" : "");
    }

    [GeneratedRegex(DurationPattern)]
    private static partial Regex DurationGrammar();

    [GeneratedRegex(CpuPattern)]
    private static partial Regex CpuGrammar();

    [GeneratedRegex(BytesPattern)]
    private static partial Regex BytesGrammar();

    [GeneratedRegex(RatePattern)]
    private static partial Regex RateGrammar();

    [GeneratedRegex(PercentPattern)]
    private static partial Regex PercentGrammar();

    [GeneratedRegex(WholePercentPattern)]
    private static partial Regex WholePercentGrammar();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?$")]
    private static partial Regex PlainGrammar();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$")]
    private static partial Regex NumberGrammar();
}
