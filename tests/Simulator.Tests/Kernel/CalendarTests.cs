using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

public class CalendarTests
{
    private readonly Simulation _sim = new(seed: 1);
    private readonly List<string> _log = [];

    [Fact]
    public void EventsOfOneInstantHappenInTheOrderOfScheduling()
    {
        var target = new Scripted((code, _) => _log.Add($"{code}@{_sim.Now}"));
        foreach (var code in Enumerable.Range(0, 100)) _sim.Schedule(Seconds(code % 3), target, code);
        _sim.RunUntil(At(5));
        Assert.Equal(Enumerable.Range(0, 100).OrderBy(c => c % 3).Select(c => $"{c}@{c % 3}s"), _log);
    }

    [Fact]
    public void WhatIsScheduledForThePresentInstantComesAfterWhatIsAlreadyDue()
    {
        var target = new Scripted((code, self) =>
        {
            _log.Add(code.ToString());
            if (code >= 10) return;
            _sim.Schedule(Duration.Zero, self, code + 10);
            _sim.ScheduleAt(_sim.Now, self, code + 20);
        });
        foreach (var code in Enumerable.Range(1, 3)) _sim.Schedule(Seconds(1), target, code);
        _sim.RunUntil(At(1));
        Assert.Equal("1,2,3,11,21,12,22,13,23", string.Join(',', _log));
    }

    [Fact]
    public void TheClockIsSetBeforeTheHandlerIsCalledAndToTheEndAfterTheRun()
    {
        _sim.Schedule(Seconds(3), new Scripted((_, _) => _log.Add($"{_sim.Now} #{_sim.EventCount}")));
        _sim.RunUntil(At(2));
        Assert.Equal(At(2), _sim.Now);
        Assert.Empty(_log);
        _sim.RunUntil(At(10));
        Assert.Equal(["3s #1"], _log);
        Assert.Equal(At(10), _sim.Now);
    }

    [Fact]
    public void AnEventAtTheEndOfTheRunStillHappens()
    {
        _sim.ScheduleAt(At(2), new Scripted((_, _) => _log.Add("last")));
        _sim.RunUntil(At(2));
        Assert.Equal(["last"], _log);
    }

    [Fact]
    public void ACancelledEventDoesNotHappenAndLeavesTheCalendar()
    {
        var target = new Scripted((code, _) => _log.Add(code.ToString()));
        var handles = Enumerable.Range(0, 50).Select(c => _sim.Schedule(Seconds(50 - c), target, c)).ToArray();
        for (var c = 0; c < 50; c += 2) Assert.True(_sim.Cancel(handles[c]));
        Assert.Equal(25, _sim.PendingEvents);
        _sim.RunUntil(At(100));
        Assert.Equal(Enumerable.Range(0, 50).Reverse().Where(c => c % 2 == 1).Select(c => c.ToString()), _log);
        Assert.Equal(25, _sim.EventCount);
    }

    [Fact]
    public void AHandleIsGoodForOneEventOnly()
    {
        var target = new Scripted((_, _) => { });
        var fired = _sim.Schedule(Seconds(1), target);
        _sim.RunUntil(At(1));
        var next = _sim.Schedule(Seconds(1), target); // Takes over the place of the fired one.
        Assert.False(_sim.Cancel(fired));
        Assert.True(_sim.Cancel(next));
        Assert.False(_sim.Cancel(next));
        Assert.False(_sim.Cancel(default));
        Assert.False(_sim.Cancel(new EventHandle(long.MaxValue)));
        Assert.Equal(0, _sim.PendingEvents);
    }

    [Fact]
    public void AnEventCannotBeCancelledWhileItHappensNorAfterItsSuccessorTookItsPlace()
    {
        EventHandle own = default;
        EventHandle successor = default;
        own = _sim.Schedule(Seconds(1), new Scripted((code, self) =>
        {
            if (code != 0) return;
            Assert.False(_sim.Cancel(own));
            successor = _sim.Schedule(Seconds(1), self, 1);
            Assert.False(_sim.Cancel(own));
        }));
        _sim.Schedule(Seconds(9), new Scripted((_, _) => { }));
        _sim.RunUntil(At(1));
        Assert.Equal(2, _sim.PendingEvents);
        Assert.True(_sim.Cancel(successor));
        Assert.Equal(1, _sim.PendingEvents);
    }

    [Fact]
    public void AnEventOfThePresentInstantCanBeCancelled()
    {
        var target = new Scripted((code, _) => _log.Add(code.ToString()));
        var handles = Enumerable.Range(0, 5).Select(c => _sim.Schedule(Duration.Zero, target, c)).ToArray();
        Assert.True(_sim.Cancel(handles[0]));
        Assert.True(_sim.Cancel(handles[3]));
        Assert.False(_sim.Cancel(handles[3]));
        Assert.Equal(3, _sim.PendingEvents);
        _sim.RunUntil(At(1));
        Assert.Equal(["1", "2", "4"], _log);
        Assert.False(_sim.Cancel(handles[4]));
    }

    [Fact]
    public void NothingIsScheduledInThePast()
    {
        _sim.RunUntil(At(2));
        var target = new Scripted((_, _) => { });
        Assert.Throws<ArgumentOutOfRangeException>(() => _sim.ScheduleAt(At(1), target));
        Assert.Throws<ArgumentOutOfRangeException>(() => _sim.Schedule(new Duration(-1), target));
        Assert.Throws<ArgumentOutOfRangeException>(() => _sim.Delay(new Duration(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _sim.Until(At(1)));
        Assert.Equal(0, _sim.PendingEvents);
    }

    [Fact]
    public void AnEventInForeverNeverHappens()
    {
        _sim.RunUntil(At(1));
        _sim.Schedule(Duration.Forever, new Scripted((_, _) => _log.Add("never")));
        _sim.Schedule(Seconds(1), new Scripted((_, _) => _log.Add("soon")));
        _sim.RunUntil(SimTime.Never);
        Assert.Equal(["soon"], _log);
        Assert.Equal(At(2), _sim.Now);
    }

    [Fact]
    public void AStoppedRunGoesOnWhereItStopped()
    {
        var target = new Scripted((code, _) =>
        {
            _log.Add(code.ToString());
            if (code == 2) _sim.Stop();
        });
        foreach (var code in Enumerable.Range(1, 4)) _sim.Schedule(Seconds(1), target, code);
        _sim.RunUntil(At(9));
        Assert.Equal(["1", "2"], _log);
        Assert.Equal(At(1), _sim.Now);
        _sim.Schedule(Duration.Zero, target, 5);
        _sim.RunUntil(At(9));
        Assert.Equal(["1", "2", "3", "4", "5"], _log);
    }

    [Fact]
    public void AnExceptionInAHandlerNamesTimeSeedAndEventNumber()
    {
        var sim = new Simulation(seed: 9, replication: 2);
        sim.Schedule(Seconds(1), new Scripted((_, _) => throw new FormatException("broken")));
        var e = Assert.Throws<SimulationException>(() => sim.RunUntil(At(5)));
        Assert.Equal((At(1), 1L, 9UL, 2), (e.Time, e.EventNumber, e.Seed, e.Replication));
    }

    internal static Duration Seconds(double s) => Duration.FromSeconds(s);

    internal static SimTime At(double s) => SimTime.Zero + Seconds(s);
}

internal sealed class Scripted(Action<int, EventTarget> onEvent) : EventTarget
{
    protected override void OnEvent(int code) => onEvent(code, this);
}
