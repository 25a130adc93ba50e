using Simulator.Kernel;
using Simulator.Models.Traffic;
using Xunit;

namespace Simulator.Tests.Traffic;

public class CircuitBreakerTests
{
    private static readonly CircuitBreakerOptions Half = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 4,
        SamplingDuration = Duration.FromSeconds(10),
        BreakDuration = Duration.FromSeconds(5),
    };

    [Fact]
    public void ItOpensAtTheRatioAndNotBeforeThereIsEnoughToJudge()
    {
        var breaker = new CircuitBreaker(Half);
        for (var i = 0; i < 3; i++) breaker.OnResult(At(0), isFailure: true);
        Assert.True(breaker.IsClosed);
        breaker.OnResult(At(0), isFailure: true);
        Assert.False(breaker.TryPass(At(1)));
    }

    [Fact]
    public void ASuccessOpensNothingHoweverManyFailedBefore()
    {
        var breaker = new CircuitBreaker(Half);
        for (var i = 0; i < 3; i++) breaker.OnResult(At(0), isFailure: true);
        breaker.OnResult(At(0), isFailure: false);
        Assert.True(breaker.IsClosed);
    }

    [Fact]
    public void WhatIsOlderThanTheWindowIsForgotten()
    {
        var breaker = new CircuitBreaker(Half);
        for (var i = 0; i < 3; i++) breaker.OnResult(At(0), isFailure: true);
        breaker.OnResult(At(10), isFailure: true);
        Assert.True(breaker.IsClosed);
        for (var i = 0; i < 3; i++) breaker.OnResult(At(11), isFailure: true);
        Assert.False(breaker.IsClosed);
    }

    [Fact]
    public void AfterTheBreakOneAttemptIsLetThroughAndDecides()
    {
        var breaker = Opened();
        Assert.False(breaker.TryPass(At(4.999)));
        Assert.True(breaker.TryPass(At(5)));
        Assert.False(breaker.TryPass(At(5)));
        breaker.OnResult(At(5.5), isFailure: true);
        Assert.False(breaker.TryPass(At(10.4)));
        Assert.True(breaker.TryPass(At(10.5)));
        breaker.OnResult(At(10.6), isFailure: false);
        Assert.True(breaker.IsClosed);

        // Closed with a clean slate.
        for (var i = 0; i < 3; i++) breaker.OnResult(At(10.7), isFailure: true);
        Assert.True(breaker.IsClosed);
    }

    [Fact]
    public void AFailureThatWasSentBeforeTheBreakDoesNotLengthenIt()
    {
        var breaker = Opened();
        breaker.OnResult(At(4), isFailure: true);
        Assert.True(breaker.TryPass(At(5)));
    }

    [Fact]
    public void ConsecutiveFailuresAreCountedFromTheLastSuccess()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { ConsecutiveFailures = 3 });
        foreach (var failed in (bool[])[true, true, false, true, true]) breaker.OnResult(At(0), failed);
        Assert.True(breaker.IsClosed);
        breaker.OnResult(At(3_600), isFailure: true);
        Assert.False(breaker.IsClosed);
    }

    private static CircuitBreaker Opened()
    {
        var breaker = new CircuitBreaker(Half);
        for (var i = 0; i < 4; i++) breaker.OnResult(At(0), isFailure: true);
        return breaker;
    }

    private static SimTime At(double seconds) => SimTime.Zero + Duration.FromSeconds(seconds);
}
