using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>One run of retry_sim with the simulator's own clients; its server fails by chance and is never full.</summary>
internal sealed class RetryReplay : IAttempts<int>
{
    private static readonly Duration RoundTripHalf = Duration.FromMilliseconds(10);

    private readonly Simulation _sim;
    private readonly double _failureRate;
    private readonly Duration _time;
    private readonly RandomStream _network;
    private readonly RandomStream _failures;
    private readonly Caller[] _callers;
    private readonly double _rate;
    private long _calls;
    private long _attempts;
    private long _successes;

    /// <param name="options">Every client's; each has a budget and a breaker of its own.</param>
    /// <param name="failureRate">Of attempts.</param>
    /// <param name="clients">How many.</param>
    /// <param name="rate">Calls per second of each.</param>
    /// <param name="time">Afterwards no call begins, and those on their way end.</param>
    /// <param name="replication">From 0.</param>
    public RetryReplay(
        ClientOptions options, double failureRate, int clients, double rate, Duration time, int replication)
    {
        _sim = new Simulation(seed: 1, replication);
        (_failureRate, _time, _rate) = (failureRate, time, rate);
        (_network, _failures) = (_sim.Stream("network"), _sim.Stream("failures"));
        _callers = [.. Enumerable.Range(0, clients).Select(i => new Caller(_sim, options with { Name = $"{i}" }))];
    }

    public readonly record struct Result(long Calls, long Attempts, long Successes);

    public Result Run()
    {
        foreach (var caller in _callers) _sim.Start(Use(caller));
        _sim.RunUntil(SimTime.Never);
        return new Result(_calls, _attempts, _successes);
    }

    public Wait<Outcome> Send(int call)
    {
        _attempts++;
        var answer = _sim.Rent<Outcome>();
        _sim.Start(Serve(answer));
        return answer;
    }

    private async SimTask Use(Caller caller)
    {
        var gaps = _sim.Stream($"arrivals/{Array.IndexOf(_callers, caller)}");
        await _sim.Delay(_network.NextExponential(RoundTripHalf));
        while (_sim.Now <= SimTime.Zero + _time)
        {
            _sim.Start(Call(caller));
            await _sim.Delay(Duration.FromSeconds(gaps.NextExponential(1 / _rate)));
        }
    }

    private async SimTask Call(Caller caller)
    {
        _calls++;
        if (await caller.Call(this, 0) == Outcome.Ok) _successes++;
    }

    private async SimTask Serve(Wait<Outcome> answer)
    {
        await _sim.Delay(_network.NextExponential(RoundTripHalf));
        var outcome = _failures.NextDouble() < _failureRate ? Outcome.Rejected : Outcome.Ok;
        await _sim.Delay(_network.NextExponential(RoundTripHalf));
        answer.TryAnswer(outcome);
    }
}
