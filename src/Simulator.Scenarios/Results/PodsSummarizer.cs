using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;

namespace Simulator.Scenarios.Results;

/// <summary>From the lives of pods to what a reader is told: pure arithmetic.</summary>
internal sealed class PodsSummarizer(VariantResult variant, Duration warmup, Duration duration)
{
    private const string Everyone = "all";

    private readonly SimTime _from = SimTime.Zero + warmup;
    private readonly SimTime _to = SimTime.Zero + duration;

    /// <summary>Null where no pod ever changes.</summary>
    public PodsSummary? Summarize()
    {
        var changing = variant.ChangingServices;
        if (changing.IsEmpty) return null;
        return new PodsSummary
        {
            Services = [.. changing.Select(Service)],
            All = Of(Everyone, r => r.Pods.Where(p => changing.Contains(p.Service))),
        };
    }

    /// <summary>What a threshold asks for; of a service whose pods never change, those that it has.</summary>
    public Measured Of(MetricPath metric, Aggregator aggregator)
    {
        var pods = Service(metric.Owner);
        return metric.Kind switch
        {
            MetricKind.PodsCount => Level(pods.Count, aggregator),
            MetricKind.PodsReady => Level(pods.Ready, aggregator),
            MetricKind.PodsTerminating => Level(pods.Terminating, aggregator),
            MetricKind.PodsRestarts => pods.Restarts,
            MetricKind.PodsKilled => pods.Killed,
            MetricKind.PodsUnhealthy => pods.Unhealthy,
            _ => throw new InvalidOperationException($"{metric.Text} is no metric of pods."),
        };
    }

    private ServicePodsSummary Service(string service) => Of(service, r => r.Pods.Where(p => p.Service == service));

    private ServicePodsSummary Of(string name, Func<ReplicationResult, IEnumerable<PodLife>> of)
    {
        var lives = variant.Replications.Select(r => of(r).ToList()).ToList();
        ImmutableArray<PodLevels> levels =
            [.. lives.Select((l, i) => l.Count > 0 ? new PodLevels(l) : Unchanging(variant.Replications[i], name))];
        Measured Count(Func<PodLife, int> of) => Pooled.Mean([.. lives.Select(l => (double)l.Sum(of))]);
        return new ServicePodsSummary
        {
            Service = name,
            Count = Level(levels, c => c.Total),
            Ready = Level(levels, c => c.Ready),
            Terminating = Level(levels, c => c.Terminating),
            Restarts = Count(l => l.Restarts().Count(at => at >= _from)),
            Killed = Count(l => l.Count(PodEventKind.SigKill, _from)),
            Unhealthy = Count(l => l.Count(PodEventKind.Unhealthy, _from)),
        };
    }

    private static PodLevels Unchanging(ReplicationResult replication, string service) =>
        PodLevels.Always(replication.Services.TryGetValue(service, out var pods) ? pods.Pods.Length : 0);

    private PodLevelSummary Level(ImmutableArray<PodLevels> levels, Func<PodCounts, int> of) => _from >= _to
        ? new PodLevelSummary(default, default, default)
        : new PodLevelSummary(
            Pooled.Mean([.. levels.Select(l => (double)l.Min(_from, _to, of))]),
            Pooled.Mean([.. levels.Select(l => l.Mean(_from, _to, of))]),
            Pooled.Mean([.. levels.Select(l => (double)l.Max(_from, _to, of))]));

    private static Measured Level(PodLevelSummary level, Aggregator aggregator) => aggregator switch
    {
        Aggregator.Min => level.Min,
        Aggregator.Max => level.Max,
        _ => level.Mean,
    };
}
