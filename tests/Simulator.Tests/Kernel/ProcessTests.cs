using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

public class ProcessTests
{
    private readonly Simulation _sim = new(seed: 1);
    private readonly List<string> _log = [];

    [Fact]
    public void AStartedProcessRunsAtOnceUpToItsFirstWait()
    {
        async SimTask Run()
        {
            _log.Add("in");
            await _sim.Delay(Seconds(1));
            _log.Add($"out {_sim.Now}");
        }

        _sim.Start(Run());
        Assert.Equal(["in"], _log);
        _sim.RunUntil(At(5));
        Assert.Equal(["in", "out 1s"], _log);
        Assert.Equal(At(5), _sim.Now);
    }

    [Fact]
    public void AResultReachesTheAwaitingProcessInTheSameEvent()
    {
        async SimTask<int> Child()
        {
            await _sim.Delay(Seconds(1));
            return 42;
        }

        async SimTask Parent()
        {
            var answer = await Child();
            _log.Add($"{answer} at {_sim.Now}, event {_sim.EventCount}");
        }

        _sim.Start(Parent());
        _sim.RunUntil(At(5));
        Assert.Equal(["42 at 1s, event 1"], _log);
    }

    [Fact]
    public void AResultWithoutAnyWaitNeedsNoCalendar()
    {
        async SimTask<string> Child() => await Grandchild() + "!";
#pragma warning disable CS1998 // That it has no await is the case under test.
        async SimTask<string> Grandchild() => "done";
#pragma warning restore CS1998
        async SimTask Parent() => _log.Add(await Child());

        _sim.Start(Parent());
        Assert.Equal(["done!"], _log);
        Assert.Equal(0, _sim.PendingEvents);
    }

    [Fact]
    public void AnExceptionReachesTheAwaitingProcess()
    {
        async SimTask Child()
        {
            await _sim.Delay(Seconds(1));
            throw new FormatException("broken");
        }

        async SimTask Parent()
        {
            try
            {
                await Child();
            }
            catch (FormatException e)
            {
                _log.Add(e.Message);
            }
        }

        _sim.Start(Parent());
        _sim.RunUntil(At(5));
        Assert.Equal(["broken"], _log);
    }

    [Fact]
    public void AnExceptionNobodyAwaitsEndsTheRunWithTimeSeedAndEventNumber()
    {
        var sim = new Simulation(seed: 77, replication: 3);
        async SimTask Run()
        {
            await sim.Delay(Seconds(1));
            await sim.Delay(Seconds(1));
            throw new FormatException("broken");
        }

        sim.Start(Run());
        var e = Assert.Throws<SimulationException>(() => sim.RunUntil(At(5)));
        Assert.Equal((At(2), 2L, 77UL, 3), (e.Time, e.EventNumber, e.Seed, e.Replication));
        Assert.IsType<FormatException>(e.InnerException);
        Assert.Contains("broken", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => sim.RunUntil(At(6)));
    }

    [Fact]
    public void AnExceptionBeforeTheFirstWaitLeavesTheCall()
    {
#pragma warning disable CS1998
        async SimTask Run() => throw new FormatException("early");
#pragma warning restore CS1998
        Assert.Throws<FormatException>(() => _sim.Start(Run()));
    }

    [Fact]
    public void ChildrenRunSideBySideWhenAwaitedLater()
    {
        async SimTask<int> Child(int seconds)
        {
            await _sim.Delay(Seconds(seconds));
            return seconds;
        }

        async SimTask Parent()
        {
            var (slow, fast) = (Child(3), Child(1));
            var sum = await slow + await fast;
            _log.Add($"{sum} at {_sim.Now}");
        }

        _sim.Start(Parent());
        _sim.RunUntil(At(5));
        Assert.Equal(["4 at 3s"], _log);
    }

    [Fact]
    public void ADeepChainOfAwaitsReturnsWithoutRecursion()
    {
        async SimTask<int> Down(int depth)
        {
            if (depth > 0) return await Down(depth - 1) + 1;
            await _sim.Delay(Seconds(1));
            return 0;
        }

        async SimTask Parent() => _log.Add($"{await Down(5_000)}");
        _sim.Start(Parent());
        _sim.RunUntil(At(5));
        Assert.Equal(["5000"], _log);
    }

    [Fact]
    public void ATaskIsAwaitedOnceOnly()
    {
        async SimTask Child() => await _sim.Delay(Seconds(1));
        async SimTask Parent()
        {
            var child = Child();
            await child;
            await child;
        }

        _sim.Start(Parent());
        Assert.IsType<InvalidOperationException>(
            Assert.Throws<SimulationException>(() => _sim.RunUntil(At(5))).InnerException);
    }

    [Fact]
    public void ADelayOfZeroLetsGoFirstWhatIsAlreadyDue()
    {
        async SimTask Run(string name)
        {
            _log.Add(name + 1);
            await _sim.Delay(Duration.Zero);
            _log.Add(name + 2);
        }

        _sim.Start(Run("a"));
        _sim.Start(Run("b"));
        _sim.RunUntil(SimTime.Zero);
        Assert.Equal(["a1", "b1", "a2", "b2"], _log);
    }

    [Fact]
    public void AProcessCostsNoMemoryOnceThePoolsAreWarm()
    {
        var slots = new Slots(_sim, 1);
        async SimTask<int> Hold()
        {
            await slots.Acquire(Seconds(1000));
            await _sim.Delay(Seconds(1));
            slots.Release();
            return 1;
        }

        async SimTask Customer()
        {
            var wait = _sim.Rent<int>();
            wait.TryAnswer(await Hold());
            await wait.Within(Seconds(1));
        }

        async SimTask Source(int customers)
        {
            for (var i = 0; i < customers; i++)
            {
                _sim.Start(Customer());
                await _sim.Delay(Seconds(i % 2));
            }
        }

        _sim.Start(Source(500));
        _sim.RunUntil(At(1_000));
        _sim.Start(Source(500));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _sim.RunUntil(At(2_000));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Duration Seconds(double s) => Duration.FromSeconds(s);

    private static SimTime At(double s) => SimTime.Zero + Seconds(s);
}
