using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;

namespace Simulator.Models.Pods.Deployments;

/// <summary>The controllers' loop: from what there is to what is wanted.</summary>
public sealed partial class Deployment
{
    private void Reconcile()
    {
        _mustReconcile = true;
        if (_isReconciling) return;
        _isReconciling = true;
        while (_mustReconcile)
        {
            _mustReconcile = false;
            if (Options.Strategy.IsRecreate) Recreate();
            else Roll();
        }

        _isReconciling = false;
    }

    // recreate.go: scale down all that is old, and wait until the last of them has ended.
    private void Recreate()
    {
        foreach (var old in _replicas.ToArray())
            if (old.Generation != Generation && !old.IsTerminating) Remove(old);
        if (_replicas.TrueForAll(r => r.Generation == Generation)) Fit(Replicas - Updated);
    }

    private void Roll()
    {
        var update = RollingUpdate.Of(Options.Strategy, Replicas);
        Fit(update.ScaleNew(Active, Updated) - Updated);
        var mayGo = update.MayGo(Active, Updated, AvailableOfNewest);
        if (mayGo == 0 || Active == Updated) return;
        var old = _replicas.FindAll(r => r.Generation != Generation && !r.IsTerminating);
        // cleanupUnhealthyReplicas: those that serve nobody go first, and cost nothing.
        var unhealthy = old.FindAll(r => !IsAvailable(r));
        var gone = 0;
        foreach (var replica in InOrderOfLoss(unhealthy).Take(mayGo))
        {
            Remove(replica);
            gone++;
        }

        var available = _replicas.Count(r => !r.IsTerminating && IsAvailable(r));
        var mayGoToo = Math.Min(mayGo - gone, update.MayGoAvailable(available));
        foreach (var replica in InOrderOfLoss(old.FindAll(r => !r.IsTerminating && IsAvailable(r))).Take(mayGoToo))
            Remove(replica);
    }

    private int Active => _replicas.Count(r => !r.IsTerminating);

    private List<Replica> Newest => _replicas.FindAll(r => r.Generation == Generation && !r.IsTerminating);

    private int AvailableOfNewest => Newest.Count(IsAvailable);

    private bool IsAvailable(Replica replica) =>
        replica.Worker is { IsReady: true } worker && _sim.Now - worker.ReadySince >= Options.MinReady;

    // Makes, or takes away, pods of the newest template.
    private void Fit(int change)
    {
        for (; change > 0; change--)
        {
            TryStart(Add());
            _mustReconcile = true;
        }

        if (change == 0) return;
        foreach (var replica in InOrderOfLoss(Newest).Take(-change)) Remove(replica);
    }

    private void Remove(Replica replica)
    {
        _mustReconcile = true;
        if (replica.Worker is { } worker)
        {
            worker.Delete();
            return;
        }

        _replicas.Remove(replica);
        _log(new PodEvent(_sim.Now, replica.Name, replica.Generation, PodEventKind.Gone));
    }

    // ActivePodsWithRanks: without a node, not ready, ready for less long, made later.
    private static List<Replica> InOrderOfLoss(List<Replica> replicas) => replicas
        .Select((r, i) => (Replica: r, Index: i))
        .OrderBy(r => r.Replica.Worker is null ? 0 : 1)
        .ThenBy(r => r.Replica.Worker is { IsReady: true } ? 1 : 0)
        .ThenByDescending(r => r.Replica.Worker is { IsReady: true } w ? w.ReadySince : SimTime.Zero)
        .ThenByDescending(r => r.Index)
        .Select(r => r.Replica)
        .ToList();
}
