using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>When requests arrive, whatever becomes of earlier ones.</summary>
public abstract record ArrivalSpec
{
    private protected ArrivalSpec()
    {
    }

    internal static Shape<ArrivalSpec> Shape { get; } = ArrivalShapes.Union;
}

/// <summary>Arrivals at a rate that may change by stages.</summary>
public sealed record RateArrivalSpec : ArrivalSpec
{
    /// <summary>True: Poisson arrivals; false: evenly spaced.</summary>
    public required bool IsPoisson { get; init; }

    /// <summary>The rate all along or, with stages, the one that the first stage's ramp starts from.</summary>
    public Rate Rate { get; init; }

    /// <summary>One after the other; the last one's rate then stays. Empty: <see cref="Rate"/> all along.</summary>
    public ImmutableArray<StageSpec> Stages { get; init; } = [];
}

/// <summary>A stretch of time at a rate; as a ramp it grows or falls linearly from the rate before it.</summary>
public sealed record StageSpec
{
    public required Duration Duration { get; init; }

    /// <summary>All along the stage; of a ramp, at its end.</summary>
    public required Rate Rate { get; init; }

    public bool IsRamp { get; init; }

    internal static ObjectShape<StageSpec> Shape { get; } = new(
        "stage",
        "A stretch of time at a rate.",
        f => new StageSpec
        {
            Duration = f.Required("duration", Amount.PositiveDuration, "How long."),
            Rate = f.Required("rate", Amount.Rate, "All along the stage; of a ramp, at its end."),
            IsRamp = f.MaybeValue(
                "ramp", Is.OneOf(("linear", true)), "linear: from the rate before to this one. Default: a step.")
                ?? false,
        });
}

/// <summary>Several requests at one instant, again and again.</summary>
public sealed record BatchArrivalSpec : ArrivalSpec
{
    /// <summary>Sampled for each batch and rounded to a whole number.</summary>
    public required DistributionSpec<double> Size { get; init; }

    /// <summary>From one batch to the next.</summary>
    public required DistributionSpec<Duration> Every { get; init; }

    /// <summary>Instant of the first batch; null: after one sample of <see cref="Every"/>.</summary>
    public Duration? First { get; init; }
}

/// <summary>Recorded arrivals.</summary>
public sealed record ReplayArrivalSpec : ArrivalSpec
{
    /// <summary>As written, relative to the scenario file.</summary>
    public required string File { get; init; }

    /// <summary>Ordered by time; the first comes when the scenario says, the others keep their distance.</summary>
    public required ImmutableArray<ReplayedArrival> Arrivals { get; init; }

    /// <summary>Start again after the last arrival (one mean gap later), until the run ends.</summary>
    public bool Repeat { get; init; }
}

/// <summary>One recorded arrival.</summary>
/// <param name="At">Since the start of the run.</param>
/// <param name="Work">CPU time in place of the endpoint's first cpu step; null: as the step says.</param>
public readonly record struct ReplayedArrival(Duration At, Duration? Work);

/// <summary>Poisson arrivals whose rate follows the hours of a day.</summary>
public sealed record DailyArrivalSpec : ArrivalSpec
{
    /// <summary>24 rates, the first at midnight; linear between the full hours, the last back to the first.</summary>
    public required ImmutableArray<Rate> Hours { get; init; }

    /// <summary>The time of day at which the run starts.</summary>
    public Duration StartAt { get; init; } = Duration.Zero;
}
