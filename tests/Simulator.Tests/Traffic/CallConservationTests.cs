using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Traffic;
using Simulator.Scenarios;
using Simulator.Tests.Runs;
using Xunit;

namespace Simulator.Tests.Traffic;

/// <summary>Whatever clients do about failures: every call ends once, and every attempt is somebody's.</summary>
public class CallConservationTests
{
    private static readonly Gen<BackoffOptions?> Backoffs = Gen.Select(
        Gen.Bool, Gen.Int[1, 500], Gen.Int[0, 3], Gen.Int[1, 3], BackoffOptions? (isThere, ms, jitter, factor) => isThere
            ? new BackoffOptions
            {
                Base = Duration.FromMilliseconds(ms),
                Jitter = (Jitter)jitter,
                Factor = factor,
                Max = Duration.FromSeconds(2),
            }
            : null);

    private static readonly Gen<RetryOptions?> Retries = Gen.Select(
        Gen.Int[0, 4], Backoffs, Gen.Int[0, 2], Gen.Bool, RetryOptions? (max, backoff, budget, hasRatio) => max == 0
            ? null
            : new RetryOptions
            {
                Max = max,
                Backoff = backoff,
                Budget = budget == 0 ? null : new RetryBudgetOptions { Burst = 3, Per = (BudgetCredit)(budget - 1) },
                MaxFailureRatio = hasRatio ? 0.5 : null,
            });

    private static readonly Gen<CircuitBreakerOptions?> Breakers = Gen.Select(
        Gen.Int[0, 2], Gen.Int[1, 2_000], CircuitBreakerOptions? (kind, ms) => kind == 0
            ? null
            : new CircuitBreakerOptions
            {
                ConsecutiveFailures = kind == 1 ? 4 : null,
                MinimumThroughput = 10,
                FailureRatio = 0.3,
                SamplingDuration = Duration.FromMilliseconds(ms),
                BreakDuration = Duration.FromMilliseconds(ms),
            });

    private static readonly Gen<Sketch> Worlds = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 2]),
        Retries, Breakers, Gen.Int[5, 150], Gen.Bool, Gen.UInt,
        (limits, retries, breaker, rate, isClosed, seed) => new Sketch
        {
            Seed = seed,
            Seconds = 4,
            Runtime = new RuntimeSpec { Threads = 2 },
            Steps = [Sketch.ExponentialCpu(15), Sketch.Wait(20)],
            Arrival = Sketch.Poisson(rate),
            Concurrency = isClosed ? 1 + (rate / 10) : null,
            TimeoutMs = limits.Item1 == 0 ? null : 200 * limits.Item1,
            AttemptTimeoutMs = limits.Item2 == 0 ? null : 60 * limits.Item2,
            QueueCapacity = limits.Item3 == 0 ? null : 3 * (limits.Item3 - 1),
            QueueTimeoutMs = limits.Item4 == 0 ? null : 40 * limits.Item4,
            Retries = retries,
            CircuitBreaker = breaker,
        });

    [Fact]
    public void EveryCallEndsOnceAndEveryAttemptIsSomebodys() =>
        Worlds.Sample(Check, iter: 150, seed: "0000000000000000", threads: 1);

    private static void Check(Sketch sketch)
    {
        var result = sketch.Run();
        var client = result.Clients["web"];
        var attempts = client.Attempts ?? client.Arrivals;
        Assert.Equal(client.Arrivals, client.Outcomes.Values.Sum());
        Assert.Equal(client.Arrivals, client.ArrivalSeries.Sum());
        Assert.Equal(attempts, client.AttemptSeries.Sum());
        foreach (var (outcome, count) in client.Outcomes)
            Assert.Equal(count, client.EndSeries.TryGetValue(outcome, out var series) ? series.Sum() : 0);

        // As many rows as calls, one for each number, and their attempts are those that were made.
        Assert.Equal(Enumerable.Range(0, (int)client.Arrivals).Select(i => (long)i),
            result.Requests.Select(r => r.Number).Order());
        Assert.Equal(attempts, result.Requests.Sum(r => r.Attempts));
        Assert.Equal(client.Retries, result.Requests.Sum(r => Math.Max(0, r.Attempts - 1)));
        Assert.All(result.Requests, r => Assert.InRange(r.Attempts, 0, 1 + (sketch.Retries?.Max ?? 0)));
        if (sketch.TimeoutMs is { } timeout)
            Assert.All(result.Requests, r => Assert.InRange(r.Latency.TotalMilliseconds, 0, timeout));
        if (sketch.QueueCapacity is null)
            Assert.Equal(attempts, result.Latencies["api.get.latency"].Measured.Count);
    }
}
