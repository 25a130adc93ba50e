using Simulator.Kernel;
using Simulator.Models.Traffic;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Truth.Pools;
using Simulator.Tests.Runs;
using Xunit;

namespace Simulator.Tests.Traffic;

public class RetryTheoryTests
{
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.1, 3)]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 3)]
    [InlineData(0.9, 5)]
    public void AttemptsAndSuccessesAreThoseOfTheGeometricLaw(double p, int retries)
    {
        var result = Replay(p, new RetryOptions { Max = retries });
        var failed = Math.Pow(p, retries + 1);
        var n = (double)result.Calls;
        Assert.Equal(1 - failed, result.Successes / n, 4 * Math.Sqrt(failed * (1 - failed) / n));

        // E = (1 - p^(n+1)) / (1 - p); the variance by the sum over k of P(more than k attempts) (2k + 1).
        var mean = (1 - failed) / (1 - p);
        var square = Enumerable.Range(0, retries + 1).Sum(k => ((2 * k) + 1) * Math.Pow(p, k));
        Assert.Equal(mean, result.Attempts / n, (4 * Math.Sqrt((square - (mean * mean)) / n)) + 1e-9);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.02)]
    public void ABudgetBoundsTheAmplificationHoweverMuchFails(double ratio)
    {
        const int burst = 10;
        var result = Replay(0.95, new RetryOptions
        {
            Max = 100,
            Budget = new RetryBudgetOptions { Ratio = ratio, Burst = burst },
        });
        var retries = result.Attempts - result.Calls;
        Assert.InRange(retries, (ratio * result.Calls) - 1, (ratio * result.Calls) + burst);
    }

    [Theory]
    [InlineData(80, 0, null, true)]
    [InlineData(30, 2, null, true)]
    [InlineData(36, 2, null, false)]
    [InlineData(22, 3, null, true)]
    [InlineData(28, 3, null, false)]
    [InlineData(36, 2, "backoff", false)]
    [InlineData(36, 2, "budget", true)]
    [InlineData(36, 2, "queue timeout", true)]
    public void AfterAnOverloadItRecoversExactlyWhenItCanServeAllAttempts(
        double rate, int retries, string? remedy, bool recovers)
    {
        // One thread, 10 ms each: 100 a second. A spike fills the queue; from then on every attempt is late.
        var result = new Sketch
        {
            Runtime = new RuntimeSpec { Threads = 1 },
            Steps = [Sketch.Cpu(10)],
            Arrival = new RateArrivalSpec
            {
                IsPoisson = false,
                Rate = new Rate(rate),
                Stages =
                [
                    new StageSpec { Duration = Duration.FromSeconds(10), Rate = new Rate(rate) },
                    new StageSpec { Duration = Duration.FromSeconds(2), Rate = new Rate(300) },
                    new StageSpec { Duration = Duration.FromSeconds(1), Rate = new Rate(rate) },
                ],
            },
            Seconds = 300,
            AttemptTimeoutMs = 400,
            QueueTimeoutMs = remedy == "queue timeout" ? 200 : null,
            Retries = retries == 0 ? null : new RetryOptions
            {
                Max = retries,
                Backoff = remedy == "backoff" ? new BackoffOptions { Base = Duration.FromSeconds(1) } : null,
                Budget = remedy == "budget" ? new RetryBudgetOptions() : null,
            },
        }.Run();
        var goodput = result.Clients["web"].EndSeries[ClientResult.Ok];
        Assert.Equal(rate, goodput[5..10].Average(), 1.0);
        Assert.Equal(recovers ? rate : 0, goodput[^20..].Average(), 1.0);
    }

    private static RetryReplay.Result Replay(double failureRate, RetryOptions retries) => new RetryReplay(
        new ClientOptions { Name = "client", Retries = retries }, failureRate, clients: 1, rate: 1_000,
        Duration.FromSeconds(20), replication: 0).Run();
}
