using Simulator.Kernel;

namespace Simulator.Models.Routing;

/// <summary>How the model's router finds a dyno.</summary>
public enum DynoRouting
{
    Random,
    RoundRobin,
    LeastRequests,

    /// <summary>Of two at random the one with fewer requests.</summary>
    PowerOfTwo,

    /// <summary>At random, and once more at random when that one is busy, whatever it meets there.</summary>
    RandomTwice,

    /// <summary>One queue in front of all: the first dyno that is free.</summary>
    Central,
}

/// <summary>Weibull in milliseconds, clipped, and rounded up to whole milliseconds.</summary>
public sealed record DynoDurations(double Shape, double ScaleMs, double MinMs = 0, double MaxMs = double.MaxValue)
{
    public double Sample(RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var ms = ScaleMs * Math.Pow(-Math.Log(stream.NextOpenDouble()), 1 / Shape);
        return Math.Ceiling(Math.Clamp(ms, MinMs, MaxMs));
    }
}

/// <summary>
/// What one replication saw: the share that queued, and times in the queue over all, in milliseconds.
/// </summary>
public readonly record struct DynoResult(double Queued, double MeanQueue, double P99Queue, double MeanService);

/// <summary>
/// The Rap Genius model of a router in front of dynos that serve a few requests at a time, from empty.
/// </summary>
/// <remarks>
/// Somers 2013, "Heroku's Ugly Secret", and its annotated source: 9 000 requests a minute, 5 minutes.
/// </remarks>
public sealed record DynoModel
{
    public required DynoDurations Durations { get; init; }

    public required DynoRouting Policy { get; init; }

    public required int Dynos { get; init; }

    /// <summary>Requests that a dyno serves at a time.</summary>
    public int Workers { get; init; } = 1;

    public double RequestsPerSecond { get; init; } = 150;

    public Duration Length { get; init; } = Duration.FromSeconds(300);

    public DynoResult Run(ulong seed, int replication) => new DynoRun(this, new Simulation(seed, replication)).Run();
}

/// <summary>One replication.</summary>
internal sealed class DynoRun
{
    private readonly DynoModel _model;
    private readonly Simulation _sim;
    private readonly Slots[] _dynos;
    private readonly int[] _requests;
    private readonly RandomStream _arrivals;
    private readonly RandomStream _durations;
    private readonly RandomStream _choices;
    private readonly Balancer _balancer;
    private readonly List<double> _queues = [];
    private double _service;

    public DynoRun(DynoModel model, Simulation sim)
    {
        (_model, _sim) = (model, sim);
        var isCentral = model.Policy == DynoRouting.Central;
        _dynos = new Slots[isCentral ? 1 : model.Dynos];
        for (var i = 0; i < _dynos.Length; i++)
            _dynos[i] = new Slots(sim, isCentral ? model.Dynos * model.Workers : model.Workers);
        _requests = new int[_dynos.Length];
        (_arrivals, _durations, _choices) = (sim.Stream("arrivals"), sim.Stream("durations"), sim.Stream("choices"));
        _balancer = new Balancer(model.Policy switch
        {
            DynoRouting.RoundRobin => LoadBalancing.RoundRobin,
            DynoRouting.LeastRequests => LoadBalancing.LeastRequests,
            DynoRouting.PowerOfTwo => LoadBalancing.PowerOfTwoChoices,
            _ => LoadBalancing.Random,
        });
    }

    public DynoResult Run()
    {
        _sim.Start(Source());
        _sim.RunUntil(SimTime.Never);
        var sorted = _queues.Order().ToArray();
        var queued = sorted.Count(q => q > 0) / (double)sorted.Length;
        return new DynoResult(queued, sorted.Average(), sorted[(int)(0.99 * sorted.Length)], _service / sorted.Length);
    }

    private async SimTask Source()
    {
        var mean = Duration.FromSeconds(1 / _model.RequestsPerSecond);
        while (true)
        {
            await _sim.Delay(_arrivals.NextExponential(mean));
            if (_sim.Now > SimTime.Zero + _model.Length) return;
            _sim.Start(Request());
        }
    }

    private async SimTask Request()
    {
        var ms = _model.Durations.Sample(_durations);
        var dyno = Choose();
        var asked = _sim.Now;
        _requests[dyno]++;
        await _dynos[dyno].Acquire();
        _queues.Add((_sim.Now - asked).TotalMilliseconds);
        _service += ms;
        await _sim.Delay(Duration.FromMilliseconds(ms));
        _dynos[dyno].Release();
        _requests[dyno]--;
    }

    private int Choose()
    {
        var chosen = _balancer.Choose(_requests, _choices.NextDouble());
        var isBusy = _requests[chosen] >= _model.Workers;
        return _model.Policy == DynoRouting.RandomTwice && isBusy
            ? _balancer.Choose(_requests, _choices.NextDouble())
            : chosen;
    }
}
