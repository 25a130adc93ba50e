using Simulator.Scenarios.Results;

namespace Simulator.Reports.Tables;

/// <summary>A value as people read it, beside what a program sorts it by.</summary>
/// <param name="Text">With its unit.</param>
/// <param name="HalfWidth">Of its 95 % interval; empty where it has none.</param>
internal readonly record struct Cell(string Text, string HalfWidth = "")
{
    /// <summary>Something is wrong with it.</summary>
    public bool IsBad { get; init; }

    /// <summary>NaN: of words.</summary>
    public double Sort { get; init; } = double.NaN;

    public static implicit operator Cell(string words) => new(words);

    public static Cell None => new("–");

    public static Cell Of(long count) => new($"{count}") { Sort = count };

    public static Cell Latency(Measured value) =>
        new(Human.Seconds(value.Value, ""), Human.SecondsHalfWidth(value)) { Sort = value.Value };

    public static Cell Ratio(Measured value) =>
        new(Human.Percent(value.Value).Replace(" ", ""), Human.PercentHalfWidth(value)) { Sort = value.Value };

    public static Cell Plain(Measured value) =>
        new(Human.Three(value.Value), Human.HalfWidth(value.Value, value.HalfWidth)) { Sort = value.Value };

    public static Cell Amount(Measured value) =>
        new(Human.Many(value.Value), Human.ManyHalfWidth(value)) { Sort = value.Value };

    public static Cell Whole(Measured count) =>
        new(Human.Whole(count.Value), Human.ManyHalfWidth(count)) { Sort = count.Value };

    /// <summary>As it is; bad where there is any of it.</summary>
    public Cell BadIfAny => this with { IsBad = Sort > 0 };

    public Cell BadAbove(double bound) => this with { IsBad = Sort > bound };
}
