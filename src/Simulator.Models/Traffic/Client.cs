using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Traffic;

/// <summary>Whose requests they are: sends them, gives up on late ones, and knows which are on their way.</summary>
public sealed partial class Client
{
    private readonly Simulation _sim;
    private readonly RequestHandler _handler;
    private readonly RequestDice _chances;
    private readonly RequestLog? _log;
    private readonly List<Request> _inFlight = [];
    private readonly Stack<Request> _spare = new();
    private readonly Deadlines? _deadlines;

    /// <param name="sim">The run.</param>
    /// <param name="options">Its name and patience.</param>
    /// <param name="handler">Whom it asks.</param>
    /// <param name="log">Takes each request as a row; null: nobody asked for rows.</param>
    /// <param name="recorder">Takes its latencies and outcomes; null: nobody asks for them.</param>
    public Client(
        Simulation sim, ClientOptions options, RequestHandler handler, ClientRecorder? recorder, RequestLog? log)
    {
        (_sim, _handler, _log) = (sim, handler, log);
        (Options, Recorder) = (options, recorder);
        _chances = new RequestDice(sim, handler.Endpoint, $"clients/{options.Name}");
        if (recorder is not null && !options.HasAttempts && options.Timeout is { } timeout)
            _deadlines = new Deadlines(sim, timeout);
        if (!options.HasAttempts) return;
        _caller = new Caller(sim, options);
        _retryChances = new RequestDice(sim, handler.Endpoint, $"clients/{options.Name}/retries");
    }

    public ClientOptions Options { get; }

    /// <summary>Null where nobody asks for latencies and outcomes.</summary>
    public ClientRecorder? Recorder { get; }

    /// <summary>Takes down the course of one of its calls; null: of none.</summary>
    public RequestTrace? Trace { get; set; }

    /// <summary>Sent so far, warm-up included.</summary>
    public long Sent { get; private set; }

    /// <summary>Requests that a server has still work with, in no particular order.</summary>
    public IReadOnlyList<Request> InFlight => _inFlight;

    /// <summary>
    /// Sends a request now. All its chances are drawn here: what happens to others shifts none of them.
    /// </summary>
    /// <param name="work">CPU time in place of its first cpu step; null: as drawn.</param>
    /// <param name="answer">Is given the outcome; the default is nobody's.</param>
    /// <returns>The request; not to be touched after its end.</returns>
    public Request Send(Duration? work, Wait<Outcome> answer = default) => SendTo(null, work, answer);

    /// <inheritdoc cref="Send"/>
    /// <param name="pod">Not as the service routes it: to this one.</param>
    /// <param name="work">As in <see cref="Send"/>.</param>
    /// <param name="answer">As in <see cref="Send"/>.</param>
    public Request SendTo(Pod? pod, Duration? work, Wait<Outcome> answer)
    {
        var request = Draw(_chances, Sent++, work);
        Recorder?.OnArrival(_sim.Now);
        Watch(request, request.Intended, attempt: 1);
        // Who waits for the answer gives up in time by himself.
        if (!answer.IsOpen) _deadlines?.Add(request);
        Launch(request, pod, answer);
        return request;
    }

    /// <summary>A call, with whatever the client does about its failures.</summary>
    /// <param name="work">As in <see cref="Send"/>.</param>
    /// <param name="answer">Is given the outcome; the default is nobody's.</param>
    /// <returns>
    /// The request, where a call is no more than that: who asks then gives up on it by himself. Null otherwise.
    /// </returns>
    public Request? Call(Duration? work, Wait<Outcome> answer = default)
    {
        if (_caller is null) return Send(work, answer);
        Begin(work, answer);
        return null;
    }

    /// <summary>The client stops waiting; the server goes on, as it does not notice.</summary>
    public void GiveUp(Request request)
    {
        Conclude(request, Outcome.Timeout, _sim.Now - request.Intended, request.TimeUntil(_sim.Now));
        EndTraceOfClient(request);
    }

    /// <summary>
    /// Counts what is still on its way at the end of the run: late ones as timeouts, the others as unfinished.
    /// </summary>
    public void OnEndOfRun()
    {
        foreach (var request in _inFlight)
        {
            var soFar = _sim.Now - request.Intended;
            _handler.Endpoint.RecordUnfinished(request, soFar);
            request.EndTrace(_sim.Now);
            if (request.Call is { } call)
            {
                OnServed(call, request, soFar);
                continue;
            }

            if (request.ClientOutcome is null) ConcludeAfter(request, Outcome.Unfinished, soFar);
            Log(request, soFar);
        }

        EndCalls();
    }

    /// <summary>The server is done with the request.</summary>
    internal void OnAnswer(Request request, Outcome outcome)
    {
        var latency = _sim.Now - request.Intended;
        request.EndTrace(_sim.Now);
        request.IsInFlight = false;
        request.Life++;
        if (request.Call is { } call)
        {
            OnServed(call, request, latency);
        }
        else
        {
            if (request.ClientOutcome is null) ConcludeAfter(request, outcome, latency);
            Log(request, latency);
        }

        request.Answer.TryAnswer(outcome);
        var last = _inFlight[^1];
        _inFlight[request.Place] = last;
        last.Place = request.Place;
        _inFlight.RemoveAt(_inFlight.Count - 1);
        _spare.Push(request);
    }

    private Request Draw(RequestDice dice, long number, Duration? work)
    {
        var request = _spare.TryPop(out var spare) ? spare : new Request();
        var endpoint = _handler.Endpoint;
        var chances = request.Begin(this, number, _sim.Now, endpoint.Steps.Length);
        request.RoutingDraw = dice.Throw(chances);
        if (work is { } given && endpoint.FirstCpuStep >= 0) chances[endpoint.FirstCpuStep] = new StepChance(given);
        return request;
    }

    private void Launch(Request request, Pod? pod, Wait<Outcome> answer)
    {
        request.Answer = answer;
        request.Place = _inFlight.Count;
        _inFlight.Add(request);
        request.IsInFlight = true;
        _sim.Start(_handler.Handle(request, pod));
    }

    /// <summary>An open client's timeout needs no alarm: nothing else depends on the instant it gives up.</summary>
    private void ConcludeAfter(Request request, Outcome outcome, Duration latency)
    {
        if (Options.Timeout is { } timeout && latency > timeout)
            Conclude(request, Outcome.Timeout, timeout, request.TimeAtDeadline);
        else Conclude(request, outcome, latency, request.TimeUntil(_sim.Now));
    }

    private void Conclude(Request request, Outcome outcome, Duration latency, in TimeAccount time)
    {
        request.ClientOutcome = outcome;
        request.ClientLatency = latency;
        request.ClientTime = time;
        Recorder?.OnOutcome(request.Intended, outcome, latency, time, default, Options.Name, request.Number);
    }

    private void Watch(Request request, SimTime callBegan, int attempt)
    {
        if (Trace?.Wants(Options.Name, request.Number, attempt) != true) return;
        request.Trace = Trace;
        Trace.Begin(callBegan, _sim.Now, attempt);
    }

    private static void EndTraceOfClient(Request request)
    {
        if (request.Trace?.Target.Attempt is null) request.EndTrace(request.Intended + request.ClientLatency);
    }

    private void Log(Request request, Duration serverLatency) => _log?.Add(new RequestRecord(
        request.Intended,
        Options.Name,
        request.Number,
        _handler.Service.Name,
        _handler.Endpoint.Name,
        request.Pod?.Name ?? "",
        request.ClientOutcome!.Value,
        request.ClientLatency,
        serverLatency,
        request.Time.CutShortAt(serverLatency),
        request.CpuTime,
        Attempts: 1,
        request.ClientTime));
}
