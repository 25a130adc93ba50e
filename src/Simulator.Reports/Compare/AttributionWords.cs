using Simulator.Scenarios.Attribution;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Compare;

/// <summary>How a split difference is put into words.</summary>
internal static class AttributionWords
{
    private const int LongestValue = 24;

    /// <summary>What changed by how much, and which setting made most of it.</summary>
    public static string Headline(AttributionResult result, string first, string second)
    {
        var change = $"{result.Metric} {Value(result.Before.Value, result)} → {Value(result.After.Value, result)} "
            + $"from {first} to {second}";
        if (result.Difference.Value == 0) return change;
        var most = result.Settings.MaxBy(s => s.Share.Value / result.Difference.Value)!;
        return $"{change}: {Share(most.Share.Value, result)} by {most.Setting.Path}";
    }

    /// <summary>Whether the settings' own effects add up, and who works together where they do not; null with one.</summary>
    public static string? Interaction(AttributionResult result)
    {
        if (double.IsNaN(result.Interaction.Value)) return null;
        var alone = result.Settings.Sum(s => s.Alone.Value);
        var text = $"Each alone they make {Signed(new Measured(alone, double.NaN), result)} of "
            + $"{Signed(result.Difference with { HalfWidth = double.NaN }, result)}";
        if (Math.Abs(result.Interaction.Value) <= 0.01 * Math.Abs(result.Difference.Value)
            || Math.Abs(result.Interaction.Value) <= result.Interaction.HalfWidth) return text + ": they add up.";
        text += $": {Signed(result.Interaction, result)} is what only several of them together do";
        return result.Pair is { } pair && Math.Abs(pair.Beyond.Value) > pair.Beyond.HalfWidth
            ? $"{text}; the strongest pair is {result.Settings[pair.First].Setting.Path} with "
                + $"{result.Settings[pair.Second].Setting.Path} ({Signed(pair.Beyond, result)} beyond both alone)."
            : text + ".";
    }

    /// <summary>What was run.</summary>
    public static string Method(AttributionResult result) => result.IsExact
        ? $"Shapley values over all orders of the changes: {result.Mixtures} mixtures of the two, "
            + $"{result.Replications} replications each under the same chances"
        : $"Shapley values over 48 orders of the changes, drawn at random: {result.Mixtures} mixtures of the two, "
            + $"{result.Replications} replications each under the same chances; estimates";

    /// <summary>A setting's share of the difference, in percent; more than all, or less than nothing, is possible.</summary>
    public static string Share(double share, AttributionResult result)
    {
        if (result.Difference.Value == 0) return "–";
        var ratio = share / result.Difference.Value;
        return (ratio < 0 ? "−" : "") + Human.Percent(Math.Abs(ratio));
    }

    public static string Signed(Measured value, AttributionResult result) =>
        ComparisonWords.Difference(value, result.Unit);

    public static string Value(double value, AttributionResult result) =>
        Human.Of(new Measured(value, double.NaN), result.Unit);

    /// <summary>As written, cut where it is long.</summary>
    public static string Change(AttributedSetting setting) =>
        $"{Cut(setting.Setting.Before)} → {Cut(setting.Setting.After)}";

    private static string Cut(string? value) => value switch
    {
        null => "none",
        { Length: > LongestValue } => string.Concat(value.AsSpan(0, LongestValue - 1), "…"),
        _ => value,
    };
}
