using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Traffic;

/// <summary>
/// What a client's library does about failures: timeouts, retries with their pauses and budget, a circuit breaker.
/// </summary>
/// <remarks>
/// Nested as in Polly's standard pipeline: the timeout of the call, in it the retries, in them the circuit breaker, in
/// it the timeout of an attempt. Who stops waiting tells nobody: the server works on.
/// </remarks>
public sealed class Caller
{
    private readonly Simulation _sim;
    private readonly ClientOptions _options;
    private readonly RandomStream _pauses;
    private readonly RetryBudget? _budget;
    private readonly CircuitBreaker? _breaker;
    private long _calls;
    private long _failures;

    /// <param name="sim">The run.</param>
    /// <param name="options">One client's: budget and breaker are its own.</param>
    public Caller(Simulation sim, ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(sim);
        ArgumentNullException.ThrowIfNull(options);
        (_sim, _options) = (sim, options);
        _pauses = sim.Stream($"clients/{options.Name}/retries/backoff");
        if (options.Retries?.Budget is { } budget) _budget = new RetryBudget(budget);
        if (options.CircuitBreaker is { } breaker) _breaker = new CircuitBreaker(breaker);
    }

    /// <summary>Awaited: how the call ended, which begins now; attempt after attempt.</summary>
    public async SimTask<Outcome> Call<TCall>(IAttempts<TCall> server, TCall call)
    {
        var deadline = _options.Timeout is { } timeout ? _sim.Now + timeout : SimTime.Never;
        var pause = Duration.Zero;
        _calls++;
        _budget?.OnCall();
        for (var retry = 0; ; retry++)
        {
            var outcome = Outcome.CircuitOpen;
            if (_breaker is null || _breaker.TryPass(_sim.Now))
            {
                var heard = await server.Send(call).Within(Patience(deadline));
                outcome = heard.Or(Outcome.Timeout);
                server.OnHeard(call);
                _breaker?.OnResult(_sim.Now, isFailure: outcome != Outcome.Ok);
            }

            if (outcome == Outcome.Ok)
            {
                _budget?.OnSuccess();
                return outcome;
            }

            _failures++;
            if (_sim.Now >= deadline || !MayRetry(outcome, retry)) return outcome;
            if (_options.Retries!.Backoff is not { } backoff) continue;
            pause = backoff.Pause(retry, pause, _pauses.NextDouble());
            var isTooLate = pause >= deadline - _sim.Now;
            await _sim.Until(isTooLate ? deadline : _sim.Now + pause);
            if (isTooLate) return Outcome.Timeout;
        }
    }

    private Duration Patience(SimTime deadline)
    {
        var left = deadline == SimTime.Never ? Duration.Forever : deadline - _sim.Now;
        return _options.AttemptTimeout is { } attempt && attempt < left ? attempt : left;
    }

    // The budget comes last: nothing is taken from it for a retry that does not happen.
    private bool MayRetry(Outcome outcome, int retry) =>
        _options.Retries is { } retries
        && retry < retries.Max
        && retries.On.Contains(outcome)
        && !(_failures > retries.MaxFailureRatio * _calls)
        && (_budget is null || _budget.TryTake());
}
