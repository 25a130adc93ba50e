using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Models.Pods.Kubelet;

/// <summary>The kubelet's worker of one pod: starts its containers, probes them, and brings them to their end.</summary>
/// <remarks>
/// Sources: pkg/kubelet/pod_workers.go, kuberuntime_container.go (killContainer), prober/prober_manager.go.
/// </remarks>
public sealed partial class PodWorker
{
    // killContainer: "always give containers a minimal shutdown window".
    private static readonly Duration LeastGrace = Duration.FromSeconds(2);

    private readonly Simulation _sim;
    private readonly PodOptions _options;
    private readonly Prober[] _probers;
    private readonly ContainerTimer[] _timers;
    private readonly Action<PodWorker> _changed;
    private readonly Action<PodEvent> _log;
    private readonly RandomStream _startup;
    private readonly RandomStream _phase;
    private readonly CrashLoopBackOff _backOff = new();
    private readonly Signal _ended;
    private Container? _endedContainer;
    private Container? _stopping;
    private SimTime _firstStart;
    private bool _isLost;

    /// <param name="sim">The run.</param>
    /// <param name="pod">Not started yet.</param>
    /// <param name="options">Its spec.</param>
    /// <param name="changed">Told after every change of what a controller looks at.</param>
    /// <param name="log">Is told all that happens.</param>
    public PodWorker(
        Simulation sim, Pod pod, PodOptions options, Action<PodWorker> changed, Action<PodEvent> log)
    {
        (_sim, Pod, _options, _changed, _log) = (sim, pod, options, changed, log);
        _probers = [.. options.Probes.Select(p => new Prober(sim, this, p))];
        _timers = [.. options.Timers.Select(t => new ContainerTimer(sim, pod, t))];
        _startup = sim.Stream($"pods/{pod.Name}/startup");
        _phase = sim.Stream($"pods/{pod.Name}/probes");
        _ended = new Signal(sim);
    }

    public Pod Pod { get; }

    /// <summary>As the endpoints should have it: a pod that is deleted is not.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Since when; meaningless while it is not.</summary>
    public SimTime ReadySince { get; private set; }

    public bool IsTerminating { get; private set; }

    public bool IsGone { get; private set; }

    /// <summary>The startup probe has succeeded, or there is none.</summary>
    internal bool HasStarted { get; private set; }

    /// <summary>The pod has a node, and its first container starts.</summary>
    public void Start()
    {
        Log(PodEventKind.Scheduled);
        _sim.Start(Live(wasThere: false));
    }

    /// <summary>It has been there for long: up, ready, its probes under way at a phase of their own.</summary>
    public void StartLongAgo() => _sim.Start(Live(wasThere: true));

    /// <summary>Deletes it; a pod that is deleted already keeps its first grace.</summary>
    /// <param name="grace">Null: its own.</param>
    public void Delete(Duration? grace = null)
    {
        if (IsTerminating) return;
        IsTerminating = true;
        IsReady = false;
        Log(PodEventKind.Deleted);
        foreach (var prober in _probers)
            if (prober.Kind != ProbeKind.Readiness) prober.End();
        if (Pod.Container is not { } container || ReferenceEquals(container, _endedContainer)) _ended.Ring();
        else if (ReferenceEquals(container, _stopping)) _sim.Start(KillAfter(container, grace ?? _options.Grace));
        else _sim.Start(Stop(container, grace ?? _options.Grace));
        _changed(this);
    }

    /// <summary>The container's process ends of its own, or by the OOM killer's hand.</summary>
    public void Crash()
    {
        if (Pod.Container is not { IsDead: false } container) return;
        Log(PodEventKind.Crashed);
        Finish(container);
    }

    /// <summary>The node is gone; who looks at the pod from outside sees no more of it.</summary>
    public void LoseHost()
    {
        _isLost = true;
        Log(PodEventKind.NodeLost);
        Pod.Container?.Kill(ClientLoss.HostGone);
        foreach (var prober in _probers) prober.End();
    }

    /// <summary>The control plane has heard nothing of the node for long.</summary>
    public void OnNodeNotReady() => SetReady(false);

    internal void OnResult(Prober prober, Probe probe)
    {
        switch (probe.Kind)
        {
            case ProbeKind.Startup when prober.Result:
                HasStarted = true;
                Look();
                break;
            case ProbeKind.Readiness:
                Look();
                break;
            case ProbeKind.Liveness or ProbeKind.Startup when !prober.Result:
                Log(PodEventKind.Unhealthy);
                _sim.Start(Stop(Pod.Container!, probe.Grace ?? _options.Grace));
                break;
        }
    }

    private async SimTask Live(bool wasThere)
    {
        while (true)
        {
            var container = Pod.StartContainer();
            if (Pod.Starts == 1) _firstStart = _sim.Now;
            if (!wasThere) Log(PodEventKind.ContainerStarted);
            if (wasThere) Listen(container, wasThere);
            else _sim.Start(StartUp(container));
            Begin(container, wasThere);
            while (!ReferenceEquals(_endedContainer, container)) await _ended;
            wasThere = false;
            if (!IsTerminating)
            {
                var wait = _backOff.Next(_sim.Now);
                if (wait > Duration.Zero)
                {
                    Log(PodEventKind.BackOff);
                    await _ended.Within(wait);
                }
            }

            if (_isLost) return; // No kubelet is there to do any more.
            if (!IsTerminating) continue;
            IsGone = true;
            Log(PodEventKind.Gone);
            _changed(this);
            return;
        }
    }

    // Without probes a container counts as ready when it runs, whether or not it listens yet.
    private void Begin(Container container, bool wasThere)
    {
        HasStarted = wasThere || !_options.Probes.Any(p => p.Kind == ProbeKind.Startup);
        foreach (var (prober, probe) in _probers.Zip(_options.Probes))
        {
            var phase = Duration.FromNanoseconds(probe.Period.Nanoseconds * _phase.NextDouble());
            if (wasThere) prober.BeginPassed(container, phase);
            else prober.Begin(container, FirstProbe(probe));
        }

        Look();
    }

    // A status update that finds a container not ready triggers its readiness probe; the others keep to the ticker.
    private Duration FirstProbe(Probe probe)
    {
        if (Pod.Starts == 1 || probe.Kind == ProbeKind.Readiness) return Duration.Zero;
        var since = (_sim.Now - _firstStart).Nanoseconds % probe.Period.Nanoseconds;
        return since == 0 ? Duration.Zero : new Duration(probe.Period.Nanoseconds - since);
    }

    private async SimTask StartUp(Container container)
    {
        foreach (var step in _options.Startup)
        {
            var length = step.Length.Sample(_startup);
            if (step.Kind == StepKind.Cpu)
                await container.WorkersFor(step).Run(length, step.Parallelism, _sim.Now, tasks: null);
            else if (length > Duration.Zero) await _sim.Delay(length);
            if (container.IsDead) return;
        }

        Listen(container, wasThere: false);
        if (container.Listens) Log(PodEventKind.Listening);
    }

    private void Listen(Container container, bool wasThere)
    {
        container.OpenListener();
        foreach (var timer in _timers) timer.Start(container, wasThere);
    }

    private void Look()
    {
        var isRunning = Pod.Container is { IsDead: false } || Pod.Container is { IsLost: true };
        var readiness = Array.Find(_probers, p => p.Kind == ProbeKind.Readiness);
        SetReady(isRunning && HasStarted && (readiness is null || readiness.Result));
    }

    private void SetReady(bool isReady)
    {
        if (IsTerminating || isReady == IsReady) return;
        IsReady = isReady;
        if (isReady) ReadySince = _sim.Now;
        Log(isReady ? PodEventKind.Ready : PodEventKind.NotReady);
        _changed(this);
    }

    private void Log(PodEventKind kind) => _log(new PodEvent(_sim.Now, Pod.Name, Pod.Generation, kind));
}
