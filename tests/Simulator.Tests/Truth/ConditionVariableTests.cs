using Simulator.Models.Cpu;
using Simulator.Scenarios.Truth;
using Simulator.Tests.Cpu;
using Xunit;

namespace Simulator.Tests.Truth;

/// <summary>Whom a signal wakes, and when it has to wait itself.</summary>
public class ConditionVariableTests
{
    private readonly ConditionVariable _condition = new();
    private readonly CpuThread[] _threads = CreateThreads();

    [Fact]
    public void SignalsWakeWhoWaitedFirst()
    {
        Wait(2, 0, 1);
        Assert.Equal([_threads[2], _threads[0], _threads[1], null], [Signal(), Signal(), Signal(), Signal()]);
    }

    [Fact]
    public void WhoWaitsAgainComesAfterAllWhoWaitedBefore()
    {
        Wait(0, 1);
        Assert.Same(_threads[0], Signal());
        _condition.Leave(_threads[0]);
        Wait(0, 2);
        Assert.Equal([_threads[1]], [Signal()]);
        _condition.Leave(_threads[1]);
        Assert.Equal([_threads[0], _threads[2]], [Signal(), Signal()]);
    }

    [Fact]
    public void TheNextGroupIsNotSignalledBeforeAllOfTheOneBeforeHaveLeft()
    {
        Wait(0, 1);
        Signal();
        Wait(2);
        Signal();
        Assert.False(_condition.TrySignal(out _));
        Assert.False(_condition.Leave(_threads[0]));
        Assert.False(_condition.TrySignal(out _));
        Assert.True(_condition.Leave(_threads[1]));
        Assert.Same(_threads[2], Signal());
    }

    [Fact]
    public void WhoWasNotSignalledHoldsNobodyUp()
    {
        Assert.Null(Signal());
        Assert.False(_condition.Leave(_threads[0]));
        Wait(0);
        Assert.Same(_threads[0], Signal());
        Assert.True(_condition.Leave(_threads[0]));
        Assert.False(_condition.Leave(_threads[0]));
    }

    private void Wait(params int[] threads)
    {
        foreach (var i in threads) _condition.Wait(_threads[i]);
    }

    private CpuThread? Signal()
    {
        Assert.True(_condition.TrySignal(out var woken));
        return woken;
    }

    private static CpuThread[] CreateThreads()
    {
        var bench = new Bench();
        var group = bench.Unlimited();
        return [.. Enumerable.Range(0, 3).Select(_ => bench.Burner(group).Thread)];
    }
}
