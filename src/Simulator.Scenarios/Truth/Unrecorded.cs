namespace Simulator.Scenarios.Truth;

/// <summary>What a replay must know and a recording does not say.</summary>
internal sealed record Unrecorded
{
    /// <summary>At quotas of 1 and 5 ms, 0.21 to 0.30 ms were missing as the first run began.</summary>
    public const double UsualCreditMs = -0.25;

    /// <summary>The group's period grid, as far as it is known: negative: as recorded.</summary>
    public double PhaseMs { get; init; } = -1;

    /// <summary>The parent group's period grid; of no account without a parent.</summary>
    public double ParentPhaseMs { get; init; }

    /// <summary>Whether the first stall ended at the parent's refill, which tells when a hog was released.</summary>
    public bool IsFreedByParent { get; init; }

    /// <summary>What a hog's group had beyond its quota as the hog's clock started, see <see cref="HogCredit"/>.</summary>
    public double CreditMs { get; init; } = UsualCreditMs;

    /// <summary>Numbers the draws of the machine's background.</summary>
    public int Draw { get; init; }

    /// <summary>Whether stops that end at no refill are done to the model.</summary>
    public bool Interference { get; init; } = true;
}
