using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;
using Xunit;

namespace Simulator.Tests.Traffic;

public class CallerTests
{
    private static readonly ClientOptions Thrice = new() { Name = "web", Retries = new RetryOptions { Max = 2 } };

    private static readonly BackoffOptions Steady = new()
    {
        Base = Duration.FromSeconds(1),
        Factor = 1,
        Jitter = Jitter.None,
    };

    [Fact]
    public void AFailureIsTriedAgainUntilItIsGoodOrEnough()
    {
        Assert.Equal((Outcome.Ok, 2, 0.2), Call(Thrice, n => (100, n == 0 ? Outcome.Rejected : Outcome.Ok)));
        Assert.Equal((Outcome.Rejected, 3, 0.3), Call(Thrice, _ => (100, Outcome.Rejected)));
    }

    [Fact]
    public void WhatRetriesDoNotHelpIsNotTriedAgain() =>
        Assert.Equal((Outcome.DnsError, 1, 0.1), Call(Thrice, _ => (100, Outcome.DnsError)));

    [Fact]
    public void AnAttemptIsGivenUpAfterItsOwnTimeAndTheNextStarts()
    {
        var options = Thrice with { AttemptTimeout = Duration.FromSeconds(1) };
        Assert.Equal((Outcome.Ok, 3, 2.1), Call(options, n => (n < 2 ? 60_000 : 100, Outcome.Ok)));
    }

    [Fact]
    public void TheCallsTimeoutCutsTheLastAttemptShort()
    {
        var options = Thrice with { AttemptTimeout = Duration.FromSeconds(1), Timeout = Duration.FromSeconds(1.5) };
        Assert.Equal((Outcome.Timeout, 2, 1.5), Call(options, _ => (60_000, Outcome.Ok)));
    }

    [Fact]
    public void TheCallsTimeoutCutsAPauseShortAndNothingMoreIsSent()
    {
        var options = Thrice with
        {
            Timeout = Duration.FromSeconds(1.5),
            Retries = Thrice.Retries! with { Backoff = Steady with { Base = Duration.FromSeconds(10) } },
        };
        Assert.Equal((Outcome.Timeout, 1, 1.5), Call(options, _ => (100, Outcome.Rejected)));
    }

    [Fact]
    public void PausesComeBetweenAttempts()
    {
        var options = Thrice with { Retries = Thrice.Retries! with { Backoff = Steady } };
        Assert.Equal((Outcome.Rejected, 3, 2.3), Call(options, _ => (100, Outcome.Rejected)));
    }

    [Fact]
    public void AnOpenCircuitSendsNothing()
    {
        var options = Thrice with { CircuitBreaker = new CircuitBreakerOptions { ConsecutiveFailures = 2 } };
        Assert.Equal((Outcome.CircuitOpen, 2, 0.2), Call(options, _ => (100, Outcome.Rejected)));
    }

    [Theory]
    [InlineData(BudgetCredit.Call, 10, 19)]
    [InlineData(BudgetCredit.Success, 10, 10)]
    [InlineData(BudgetCredit.Call, 3, 12)]
    public void ABudgetIsSpentAndEarnedAgain(BudgetCredit per, int burst, int retries)
    {
        // A hundred calls in a row, all of which fail: the burst, and a tenth for each call that found room for it.
        var options = Thrice with
        {
            Retries = new RetryOptions
            {
                Max = 2,
                Budget = new RetryBudgetOptions { Burst = burst, Per = per },
            },
        };
        var sim = new Simulation();
        var server = new ScriptedServer(sim, _ => (Duration.FromMilliseconds(1), Outcome.Rejected));
        var caller = new Caller(sim, options);
        async SimTask Run()
        {
            for (var i = 0; i < 100; i++) await caller.Call(server, i);
        }

        sim.Start(Run());
        sim.RunUntil(SimTime.Never);
        Assert.Equal(100 + retries, server.Sent.Count);
    }

    private static (Outcome, int, double) Call(ClientOptions options, Func<int, (double Ms, Outcome Outcome)> script)
    {
        var sim = new Simulation();
        var server = new ScriptedServer(
            sim, n => (Duration.FromMilliseconds(script(n).Ms), script(n).Outcome));
        var caller = new Caller(sim, options);
        var (outcome, seconds) = (Outcome.Unfinished, 0.0);
        async SimTask Run()
        {
            outcome = await caller.Call(server, 0);
            seconds = sim.Now.TotalSeconds;
        }

        sim.Start(Run());
        sim.RunUntil(SimTime.Never);
        return (outcome, server.Sent.Count, seconds);
    }
}
