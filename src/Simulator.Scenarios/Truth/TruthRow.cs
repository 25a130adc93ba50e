namespace Simulator.Scenarios.Truth;

/// <summary>One figure of one recording beside the model's.</summary>
public sealed record TruthRow
{
    /// <summary>
    /// The kind of recording, for the summary: <c>one hog</c>, <c>one thread</c>, <c>many threads</c>.
    /// </summary>
    public required string Group { get; init; }

    public required string Name { get; init; }

    /// <summary>Which of several recordings of the same case; 0: there is only one.</summary>
    public required long Seed { get; init; }

    public required string Metric { get; init; }

    public required double Measured { get; init; }

    public required double Simulated { get; init; }

    /// <summary>Absolute difference, in the metric's unit; for <c>w1_…</c> the distance itself.</summary>
    public required double Error { get; init; }

    /// <summary>The largest error that is inside; null: for information only.</summary>
    public double? Bound { get; init; }

    /// <summary>For words and orders, which are the same (1) or not (0): what differs; null: nothing.</summary>
    public string? Difference { get; init; }

    /// <summary>
    /// True also where nothing is asked, and at the bound itself, whatever binary fractions make of it (1 − 0.95).
    /// </summary>
    public bool Inside => Bound is not { } bound || Error <= bound * (1 + 1e-9);
}
