namespace Simulator.Models.Pods.Deployments;

/// <summary>A whole number of pods, or a share of the replicas.</summary>
/// <param name="Value">Pods, or per cent.</param>
/// <param name="IsPercent">Which of the two.</param>
public readonly record struct IntOrPercent(int Value, bool IsPercent)
{
    public static IntOrPercent Pods(int count) => new(count, false);

    public static IntOrPercent Percent(int percent) => new(percent, true);

    public int RoundedUp(int replicas) => IsPercent ? (int)(((long)Value * replicas + 99) / 100) : Value;

    public int RoundedDown(int replicas) => IsPercent ? (int)((long)Value * replicas / 100) : Value;

    public override string ToString() => IsPercent ? $"{Value}%" : $"{Value}";
}

/// <summary>How a Deployment replaces its pods; names and defaults of Kubernetes.</summary>
public sealed record DeploymentStrategy
{
    /// <summary>All old pods end before the first new one starts.</summary>
    public bool IsRecreate { get; init; }

    public IntOrPercent MaxSurge { get; init; } = IntOrPercent.Percent(25);

    public IntOrPercent MaxUnavailable { get; init; } = IntOrPercent.Percent(25);
}

/// <summary>The arithmetic of a rolling update, in numbers of pods.</summary>
/// <param name="Replicas">Wanted.</param>
/// <param name="Surge">Pods beyond them that there may be; terminating ones are not counted.</param>
/// <param name="Unavailable">Of them, how many may be missing.</param>
/// <remarks>Source: pkg/controller/deployment/util/deployment_util.go and rolling.go.</remarks>
public readonly record struct RollingUpdate(int Replicas, int Surge, int Unavailable)
{
    /// <summary>ResolveFenceposts: surge rounds up, unavailable down; both zero would never move.</summary>
    public static RollingUpdate Of(DeploymentStrategy strategy, int replicas)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var surge = strategy.MaxSurge.RoundedUp(replicas);
        var unavailable = strategy.MaxUnavailable.RoundedDown(replicas);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        return new RollingUpdate(replicas, surge, Math.Min(unavailable, replicas));
    }

    /// <summary>NewRSNewReplicas: what the new ReplicaSet is scaled to.</summary>
    /// <param name="all">Pods of all ReplicaSets as scaled, terminating ones not counted.</param>
    /// <param name="ofNew">Of the new one.</param>
    public int ScaleNew(int all, int ofNew)
    {
        if (ofNew >= Replicas) return Replicas;
        var room = Replicas + Surge - all;
        return room <= 0 ? ofNew : ofNew + Math.Min(room, Replicas - ofNew);
    }

    /// <summary>reconcileOldReplicaSets: how many old pods, unhealthy ones first, may go.</summary>
    /// <param name="all">Pods of all ReplicaSets as scaled.</param>
    /// <param name="ofNew">Of the new one.</param>
    /// <param name="availableOfNew">Of them, available.</param>
    public int MayGo(int all, int ofNew, int availableOfNew) =>
        Math.Max(0, all - (Replicas - Unavailable) - (ofNew - availableOfNew));

    /// <summary>scaleDownOldReplicaSetsForRollingUpdate: of them, how many that are available.</summary>
    /// <param name="available">Pods of all ReplicaSets that are.</param>
    public int MayGoAvailable(int available) => Math.Max(0, available - (Replicas - Unavailable));
}
