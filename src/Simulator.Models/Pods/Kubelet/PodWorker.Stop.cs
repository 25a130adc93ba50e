using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>How a container comes to its end.</summary>
public sealed partial class PodWorker
{
    /// <summary>preStop, SIGTERM, and SIGKILL when the grace is over; a liveness failure goes the same way.</summary>
    private async SimTask Stop(Container container, Duration grace)
    {
        // A second reason to stop does not begin anew.
        if (ReferenceEquals(_stopping, container) || container.IsDead) return;
        _stopping = container;
        var deadline = _sim.Now + grace;
        var preStop = _options.PreStop < grace ? _options.PreStop : grace;
        if (preStop > Duration.Zero) await _sim.Delay(preStop);
        if (container.IsDead || _isLost) return;
        var left = deadline - _sim.Now;
        if (grace > Duration.Zero)
        {
            Log(PodEventKind.SigTerm);
            _sim.Start(OnTerm(container));
            var patience = left > LeastGrace || preStop == Duration.Zero ? left : LeastGrace;
            var until = _sim.Now + patience;
            while (!ReferenceEquals(_endedContainer, container) && _sim.Now < until)
                await _ended.Within(until - _sim.Now);
        }

        if (ReferenceEquals(_endedContainer, container) || _isLost) return;
        if (grace > Duration.Zero) Log(PodEventKind.SigKill);
        Finish(container);
    }

    /// <summary>A deletion finds the container on its way out: its grace may be the shorter one.</summary>
    private async SimTask KillAfter(Container container, Duration grace)
    {
        await _sim.Delay(grace);
        if (ReferenceEquals(_endedContainer, container) || _isLost) return;
        Log(PodEventKind.SigKill);
        Finish(container);
    }

    /// <summary>What the container's processes make of SIGTERM.</summary>
    private async SimTask OnTerm(Container container)
    {
        var plan = _options.Shutdown;
        if (plan.IsIgnored) return;
        var at = _sim.Now;
        if (plan.Drains) await Drain(container, plan, at);
        await UntilAfter(at, plan.EndsIdle);
        if (ReferenceEquals(_endedContainer, container) || _isLost) return;
        container.Kill(ClientLoss.ProcessDied);
        await _sim.Delay(plan.Lag);
        if (!_isLost) Finish(container);
    }

    private async SimTask Drain(Container container, ShutdownPlan plan, SimTime at)
    {
        await UntilAfter(at, plan.StopsAccepting);
        if (container.IsDead) return;
        if (plan.EndsPoolsFirst)
        {
            foreach (var pool in container.Pools.Values) await pool.End().Within(Left(plan, at));
            if (container.IsDead) return;
        }

        container.CloseListener();
        Log(PodEventKind.Draining);
        await container.Drain(Left(plan, at));
        if (container.IsDead || plan.EndsPoolsFirst) return;
        foreach (var pool in container.Pools.Values) await pool.End().Within(Left(plan, at));
    }

    private async SimTask UntilAfter(SimTime at, Duration time)
    {
        if (at + time > _sim.Now) await _sim.Until(at + time);
    }

    private Duration Left(ShutdownPlan plan, SimTime at)
    {
        if (plan.IsCutShort == Duration.Forever) return Duration.Forever;
        var left = at + plan.IsCutShort - _sim.Now;
        return left > Duration.Zero ? left : Duration.Zero;
    }

    private void Finish(Container container)
    {
        if (ReferenceEquals(_endedContainer, container)) return;
        container.Kill(ClientLoss.ProcessDied);
        foreach (var prober in _probers) prober.End();
        _endedContainer = container;
        Log(PodEventKind.ContainerEnded);
        if (!IsTerminating) SetReady(false);
        _ended.Ring();
    }
}
