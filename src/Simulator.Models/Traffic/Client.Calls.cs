using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Traffic;

/// <summary>Calls of several attempts.</summary>
public sealed partial class Client : IAttempts<Call>
{
    // Both are there, or neither is.
    private readonly Caller? _caller;
    private readonly RequestDice? _retryChances;
    private readonly List<Call> _calls = [];
    private readonly Stack<Call> _spareCalls = new();

    /// <summary>A user's for a call; for ever where the client sees to it itself.</summary>
    internal Duration Patience => _caller is null ? Options.Timeout ?? Duration.Forever : Duration.Forever;

    /// <summary>The next attempt; only retries draw anew, from streams of their own.</summary>
    Wait<Outcome> IAttempts<Call>.Send(Call call)
    {
        Recorder?.OnAttempt(call.Intended, _sim.Now, isRetry: call.First is null);
        var request = call.First ?? Draw(_retryChances!, call.Number, call.Work);
        if (request.Intended != _sim.Now) request.SendNow(_sim.Now);
        call.First = null;
        Watch(request, call.Intended, call.Attempts + 1);
        call.OnSent(request, _sim.Now);
        var answer = _sim.Rent<Outcome>();
        Launch(request, pod: null, answer);
        return answer;
    }

    void IAttempts<Call>.OnHeard(Call call) => call.OnHeard(_sim.Now);

    private void Begin(Duration? work, Wait<Outcome> answer)
    {
        var call = _spareCalls.TryPop(out var spare) ? spare : new Call();
        call.Begin(Sent++, _sim.Now, work, answer);
        call.First = Draw(_chances, call.Number, work); // Also of a call that is never sent: it shifts nobody.
        call.Place = _calls.Count;
        _calls.Add(call);
        Recorder?.OnArrival(_sim.Now);
        _sim.Start(Follow(call));
    }

    private async SimTask Follow(Call call)
    {
        var outcome = await _caller!.Call(this, call);
        if (call.First is { } unsent)
        {
            _spare.Push(unsent);
            call.First = null;
        }

        var last = _calls[^1];
        _calls[call.Place] = last;
        last.Place = call.Place;
        _calls.RemoveAt(_calls.Count - 1);
        var answer = call.Answer;
        End(call, outcome);
        if (call.Open == 0) _spareCalls.Push(call);
        answer.TryAnswer(outcome);
    }

    private void End(Call call, Outcome outcome)
    {
        call.Outcome = outcome;
        call.Latency = _sim.Now - call.Intended;
        call.Time = call.TimeUntil(_sim.Now);
        if (Trace?.Wants(Options.Name, call.Number, call.Attempts) == true) Trace.EndCall(_sim.Now);
        Recorder?.OnOutcome(
            call.Intended, outcome, call.Latency, call.Time, call.Earlier, Options.Name, call.Number);
        if (call.IsServed) Log(call);
    }

    /// <summary>The server is done with an attempt; perhaps long after the client.</summary>
    private void OnServed(Call call, Request request, Duration latency)
    {
        var isLast = call.OnServed(request, latency, _sim.Now);
        if (call.Outcome is null) return;
        if (isLast) Log(call);
        if (call.Open == 0) _spareCalls.Push(call);
    }

    private void EndCalls()
    {
        foreach (var call in _calls) End(call, Outcome.Unfinished);
    }

    private void Log(Call call) => _log?.Add(new RequestRecord(
        call.Intended,
        Options.Name,
        call.Number,
        _handler.Service.Name,
        _handler.Endpoint.Name,
        call.Record.Pod,
        call.Outcome!.Value,
        call.Latency,
        call.Record.Latency,
        call.Record.Time,
        call.Record.CpuTime,
        call.Attempts,
        call.Time));
}
