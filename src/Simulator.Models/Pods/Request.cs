using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Models.Traffic;

namespace Simulator.Models.Pods;

/// <summary>A request on its way; its objects are reused, so nobody keeps one after its end.</summary>
public sealed partial class Request
{
    // Of each step, drawn on arrival.
    private StepChance[] _chances = [];

    public Client Client { get; private set; } = null!;

    /// <summary>Number of the request in its client, from 0.</summary>
    public long Number { get; private set; }

    /// <summary>When it was meant to arrive: latency counts from here.</summary>
    public SimTime Intended { get; private set; }

    /// <summary>Drawn on arrival, so that a policy or a queue shifts nobody's draws; in [0, 1).</summary>
    public double RoutingDraw { get; internal set; }

    /// <summary>Null until it is routed, and where there is no pod to be had.</summary>
    public Pod? Pod { get; internal set; }

    /// <summary>CPU time burnt so far by the steps that have ended, all tasks.</summary>
    public Duration CpuTime { get; internal set; }

    /// <summary>The client no longer waits: it has its answer, or gave up.</summary>
    public Outcome? ClientOutcome { get; internal set; }

    /// <summary>As the client saw it, once it has an outcome.</summary>
    public Duration ClientLatency { get; internal set; }

    /// <summary>Where the client's latency went, once it has an outcome.</summary>
    internal TimeAccount ClientTime { get; set; }

    /// <summary>What it is an attempt of; null: it is all there is of its call.</summary>
    internal Call? Call { get; set; }

    /// <summary>Answered where somebody waits for this very request.</summary>
    internal Wait<Outcome> Answer { get; set; }

    /// <summary>Its place among the requests in flight.</summary>
    internal int Place { get; set; }

    /// <summary>Which attempt of its call it is, from 1.</summary>
    internal int Attempt { get; set; }

    /// <summary>A server has work with it, or was lost with it.</summary>
    internal bool IsInFlight { get; set; }

    /// <summary>Its place in the container that has it.</summary>
    internal int PlaceInContainer { get; set; }

    /// <summary>
    /// Counts its uses: who comes back from a wait and finds another number has nothing to do with it any more.
    /// </summary>
    internal long Life { get; set; }

    internal Span<StepChance> Begin(Client client, long number, SimTime intended, int steps)
    {
        (Client, Number, Intended) = (client, number, intended);
        (Pod, CpuTime, Attempt) = (null, default, 1);
        (ClientOutcome, ClientLatency, Answer) = (null, default, default);
        BeginTime();
        if (_chances.Length != steps) _chances = new StepChance[steps];
        return _chances;
    }

    internal StepChance ChanceOf(int step) => _chances[step];
}

/// <summary>What was drawn for one step of a request.</summary>
/// <param name="Length">Of the work, or of the time that passes.</param>
/// <param name="Host">In [0, 1): which of its hosts.</param>
/// <param name="Reuse">In [0, 1): whether the connection is open.</param>
/// <param name="Queries">Lengths of the parts of a query step, in an array that the request keeps.</param>
internal readonly record struct StepChance(
    Duration Length, double Host = 0, double Reuse = 0, Duration[]? Queries = null);
