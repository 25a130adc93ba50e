using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Sizing;

/// <summary>The smallest limit that is safe, or that there is none, and everything that was tried on the way.</summary>
public sealed record SizeResult
{
    public required SizePlan Plan { get; init; }

    public required string Version { get; init; }

    /// <summary>The least and the most replications of a limit.</summary>
    public required (int Least, int Most) Replications { get; init; }

    /// <summary>In the order of the plan.</summary>
    public required ImmutableArray<SizedCombination> Combinations { get; init; }

    /// <summary>The one whose answer takes fewest cores; without any answer, the first.</summary>
    public required SizedCombination Best { get; init; }

    /// <summary>The best answer with other bursts; empty where that was not asked or cannot be said.</summary>
    public ImmutableArray<BurstAnswer> Bursts { get; init; } = [];

    /// <summary>The best answer's limit and those just below, where their time went.</summary>
    public ImmutableArray<VariantSummary> CloseLooks { get; init; } = [];

    /// <summary>Replications of all of it.</summary>
    public required int Runs { get; init; }

    public Scenario Scenario => Plan.Scenario.Scenario;

    /// <summary>What the file has: replicas times the limit, in cores; null without a limit.</summary>
    public double? CoresToday =>
        Scenario.Services[Plan.Service] is { Resources.Limits.Cpu: { } limit, Replicas: var pods }
            ? limit.Cores * pods : null;

    public bool IsFound => Best.Answer is not null;
}

/// <summary>What came of one combination.</summary>
public sealed record SizedCombination
{
    public required SizeCombination Asked { get; init; }

    public required int Replicas { get; init; }

    /// <summary>The limit in the file; null: none.</summary>
    public CpuQuantity? Today { get; init; }

    /// <summary>In rising order.</summary>
    public required ImmutableArray<LimitTrial> Tries { get; init; }

    public required LimitTrial NoLimit { get; init; }

    /// <summary>The smallest limit from which on every one that was tried holds.</summary>
    public LimitTrial? Answer { get; init; }

    /// <summary>Between limits that were tried from the answer up, as a share of the lower one.</summary>
    public double WidestGap => Answer is null ? double.NaN : Tries
        .SkipWhile(t => t != Answer).Zip(Tries.SkipWhile(t => t != Answer).Skip(1), Gap)
        .DefaultIfEmpty(0).Max();

    /// <summary>Replicas times the limit, in cores.</summary>
    public double? Cores => Answer?.Limit!.Value.Cores * Replicas;

    /// <summary>The two limits below the answer, the nearest first; fewer at the range's lower end.</summary>
    public ImmutableArray<LimitTrial> JustBelow => Answer is null ? [] :
        [.. Tries.TakeWhile(t => t != Answer).Reverse().Take(2)];

    /// <summary>Smaller than the answer and yet holding: a greater one between them does not.</summary>
    public ImmutableArray<LimitTrial> HoldingBelow =>
        [.. Tries.TakeWhile(t => t != Answer).Where(t => t.Holds && Tries.Any(u => Lies(t, u) && !u.Holds))];

    /// <summary>Replications of its search.</summary>
    public int Runs => Tries.Sum(t => t.Trial.Replications) + NoLimit.Trial.Replications;

    /// <summary>
    /// What trying every limit would have taken: those of the limits tried, and the least for each of the others.
    /// </summary>
    /// <param name="least">Replications of a limit at least.</param>
    public long RunsOfSweep(int least) =>
        Tries.Sum(t => (long)t.Trial.Replications) + ((Asked.Grid.Limits.Length - Tries.Length) * (long)least);

    private static bool Lies(LimitTrial below, LimitTrial above) =>
        above.Limit!.Value.CompareTo(below.Limit!.Value) > 0;

    private static double Gap(LimitTrial lower, LimitTrial upper) =>
        (upper.Limit!.Value.Cores - lower.Limit!.Value.Cores) / lower.Limit!.Value.Cores;
}

/// <summary>The same search, had the requests come in other bursts.</summary>
/// <param name="Factor">Times as many at once, as often less.</param>
/// <param name="Answer">Null: none.</param>
/// <param name="Tries">In rising order.</param>
public sealed record BurstAnswer(double Factor, LimitTrial? Answer, ImmutableArray<LimitTrial> Tries);
