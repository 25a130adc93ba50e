using Simulator.Kernel;
using Simulator.Models.Traffic;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>Probes one pod in one way, as long as it lives.</summary>
/// <remarks>Source: pkg/kubelet/prober/worker.go (run, doProbe) and prober_manager.go.</remarks>
internal sealed class Prober
{
    private readonly Simulation _sim;
    private readonly PodWorker _pod;
    private readonly Probe _probe;
    private readonly Client? _client;
    private bool _last;
    private int _run;
    private bool _isOnHold;
    private int _rounds;

    public Prober(Simulation sim, PodWorker pod, Probe probe)
    {
        (_sim, _pod, _probe) = (sim, pod, probe);
        if (probe.Handler is not { } handler) return;
        var options = new ClientOptions { Name = $"kubelet/{pod.Pod.Name}/{probe.Kind}" };
        _client = new Client(sim, options, handler, recorder: null, log: null);
    }

    public ProbeKind Kind => _probe.Kind;

    /// <summary>What the kubelet takes for true: alive and not ready until proven otherwise.</summary>
    public bool Result { get; private set; }

    /// <summary>A container has started; its predecessor's results count for nothing.</summary>
    /// <param name="container">The new one.</param>
    /// <param name="first">From now to the first probe.</param>
    public void Begin(Container container, Duration first)
    {
        (Result, _last, _run, _isOnHold) = (_probe.Kind == ProbeKind.Liveness, false, 0, false);
        _sim.Start(Work(container, first, ++_rounds));
    }

    /// <summary>For a container that has long passed.</summary>
    public void BeginPassed(Container container, Duration first)
    {
        Begin(container, first);
        (Result, _last, _run) = (true, true, _probe.SuccessThreshold);
    }

    /// <summary>No more probes of this container.</summary>
    public void End() => _rounds++;

    private async SimTask Work(Container container, Duration first, int round)
    {
        var started = _sim.Now;
        if (first > Duration.Zero) await _sim.Delay(first);
        var tick = _sim.Now;
        while (round == _rounds && !container.IsDead)
        {
            if (IsDue(started)) await ProbeOnce(container, round);
            // A ticker keeps one tick that nobody took, and drops the others.
            tick += _probe.Period;
            while (tick + _probe.Period <= _sim.Now) tick += _probe.Period;
            if (tick > _sim.Now) await _sim.Until(tick);
        }
    }

    private bool IsDue(SimTime started) =>
        !_isOnHold && _sim.Now - started >= _probe.InitialDelay && _pod.HasStarted == (_probe.Kind != ProbeKind.Startup);

    private async SimTask ProbeOnce(Container container, int round)
    {
        var isOk = container.Listens;
        if (_client is not null)
        {
            var answer = _sim.Rent<Outcome>();
            var request = _client.SendTo(_pod.Pod, work: null, answer);
            var heard = await answer.Within(_probe.Timeout);
            if (heard.TimedOut) _client.GiveUp(request);
            isOk = heard.InTime && heard.Value == Outcome.Ok;
        }

        if (round != _rounds || container.IsDead) return;
        _run = isOk == _last ? _run + 1 : 1;
        _last = isOk;
        if (_run < (isOk ? _probe.SuccessThreshold : _probe.FailureThreshold)) return;
        var was = Result;
        Result = isOk;
        if (!isOk && _probe.Kind != ProbeKind.Readiness) (_isOnHold, _run) = (true, 0);
        if (was != isOk || _isOnHold) _pod.OnResult(this, _probe);
    }
}
