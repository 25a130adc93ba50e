using Simulator.Models.Pods.Deployments;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>How a Deployment replaces its pods.</summary>
public sealed record StrategySpec
{
    public StrategyType Type { get; init; } = StrategyType.RollingUpdate;

    /// <summary>Null exactly when <see cref="Type"/> is Recreate.</summary>
    public RollingUpdateSpec? RollingUpdate { get; init; } = new();

    private static StrategySpec Default { get; } = new();

    private static ScalarShape<StrategyType> TypeShape { get; } = Is.OneOf(
        ("RollingUpdate", StrategyType.RollingUpdate), ("Recreate", StrategyType.Recreate));

    internal static ObjectShape<StrategySpec> Shape { get; } = new(
        "strategy",
        "How a Deployment replaces its pods.",
        f =>
        {
            var type = f.Implied(
                "type", TypeShape, Default.Type,
                "RollingUpdate: step by step. Recreate: all old pods end before the first new one is made.");
            var isRolling = type == StrategyType.RollingUpdate;
            f.Allows(
                "rollingUpdate", isRolling,
                "with type Recreate there is none, and the API server refuses it: remove rollingUpdate");
            var rolling = f.Section(
                "rollingUpdate", RollingUpdateSpec.Shape, "How many pods more or fewer there may be meanwhile.");
            return new StrategySpec { Type = type, RollingUpdate = isRolling ? rolling : null };
        });
}

/// <summary>The two strategies of Deployments.</summary>
public enum StrategyType
{
    RollingUpdate,
    Recreate,
}

/// <summary>How far a rolling update may stray from the number of replicas.</summary>
public sealed record RollingUpdateSpec
{
    /// <summary>Pods beyond the replicas; a share is rounded up.</summary>
    public IntOrPercent MaxSurge { get; init; } = IntOrPercent.Percent(25);

    /// <summary>Pods that may be missing, at most 100 %; a share is rounded down.</summary>
    public IntOrPercent MaxUnavailable { get; init; } = IntOrPercent.Percent(25);

    private static RollingUpdateSpec Default { get; } = new();

    internal static ObjectShape<RollingUpdateSpec> Shape { get; } = new(
        "rollingUpdate",
        "How far a rolling update may stray from the number of replicas.",
        f =>
        {
            var update = new RollingUpdateSpec
            {
                MaxSurge = f.Implied(
                    "maxSurge", Amount.IntOrPercent(int.MaxValue), Default.MaxSurge,
                    "Pods beyond the replicas: a number, or a share that is rounded up."),
                MaxUnavailable = f.Implied(
                    "maxUnavailable", Amount.IntOrPercent(100), Default.MaxUnavailable,
                    "Pods that may be missing: a number, or a share of at most 100% that is rounded down."),
            };
            f.Check(
                () => update.MaxSurge.Value > 0 || update.MaxUnavailable.Value > 0, "maxUnavailable", "out-of-range",
                () => "with maxSurge 0 as well no pod could ever be replaced, and the API server refuses that: "
                    + "set one of them to 1");
            return update;
        });
}
