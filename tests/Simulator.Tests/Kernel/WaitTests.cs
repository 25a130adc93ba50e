using Simulator.Kernel;
using Xunit;
using static Simulator.Tests.Kernel.CalendarTests;

namespace Simulator.Tests.Kernel;

public class WaitTests
{
    private readonly Simulation _sim = new(seed: 1);
    private readonly List<string> _log = [];

    [Fact]
    public void TheFirstAnswerWinsAndLaterOnesFindTheWaitClosed()
    {
        var wait = _sim.Rent<string>();
        _sim.Start(Log(wait));
        _sim.Schedule(Seconds(1),
            new Scripted((_, _) => _log.Add($"{wait.TryAnswer("first")} {wait.TryAnswer("second")}")));
        _sim.RunUntil(At(5));
        Assert.False(wait.TryAnswer("third"));
        Assert.False(wait.IsOpen);
        Assert.Equal(["True False", "first at 1s"], _log);
    }

    [Fact]
    public void AnAnswerBeforeTheAwaitIsNotLost()
    {
        var wait = _sim.Rent<string>();
        Assert.True(wait.TryAnswer("early"));
        _sim.Start(Log(wait));
        Assert.Equal(["early at 0s"], _log);
    }

    [Fact]
    public void AWonWaitTakesItsAlarmOutOfTheCalendar()
    {
        var wait = _sim.Rent<string>();
        _sim.Start(LogWithin(wait, Seconds(3600)));
        Assert.Equal(1, _sim.PendingEvents);
        wait.TryAnswer("won");
        _sim.RunUntil(At(1));
        Assert.Equal(["won at 0s"], _log);
        Assert.Equal(0, _sim.PendingEvents);
    }

    [Fact]
    public void WithoutAnAnswerTheDeadlineClosesTheWait()
    {
        var wait = _sim.Rent<string>();
        _sim.Start(LogWithin(wait, Seconds(2)));
        _sim.Schedule(Seconds(3), new Scripted((_, _) => _log.Add($"{wait.IsOpen} {wait.TryAnswer("late")}")));
        _sim.RunUntil(At(5));
        Assert.Equal(["nothing at 2s", "False False"], _log);
    }

    [Theory]
    [InlineData(true, "won at 2s")]
    [InlineData(false, "nothing at 2s")]
    public void OnTheSameInstantWhicheverWasScheduledFirstDecides(bool answerIsFirst, string expected)
    {
        var wait = _sim.Rent<string>();
        var answer = new Scripted((_, _) => _log.Add($"answered {wait.TryAnswer("won")}"));
        if (answerIsFirst) _sim.Schedule(Seconds(2), answer);
        _sim.Start(LogWithin(wait, Seconds(2)));
        if (!answerIsFirst) _sim.Schedule(Seconds(2), answer);
        _sim.RunUntil(At(5));
        Assert.Equal(new[] { $"answered {answerIsFirst}", expected }.Order(), _log.Order());
        Assert.Equal(0, _sim.PendingEvents);
    }

    [Fact]
    public void ACopyOfAUsedWaitCannotAnswerTheNextOneThatIsRented()
    {
        var old = _sim.Rent<string>();
        old.TryAnswer("a");
        _sim.Start(Log(old));
        var next = _sim.Rent<string>(); // The same cell from the pool.
        Assert.False(old.TryAnswer("b"));
        Assert.True(next.IsOpen);
        Assert.NotEqual(old, next);
        Assert.Throws<InvalidOperationException>(() => _sim.Start(Log(old)));
    }

    [Fact]
    public void WithoutPatienceTheWaitIsOverAtOnce()
    {
        var wait = _sim.Rent<string>();
        _sim.Start(LogWithin(wait, Duration.Zero));
        Assert.Equal(["nothing at 0s"], _log);
    }

    [Fact]
    public void TheDefaultWaitIsClosed()
    {
        Assert.False(default(Wait<int>).TryAnswer(1));
        Assert.False(default(Wait<int>).IsOpen);
    }

    [Fact]
    public void AnAnsweredProcessGoesOnAfterWhatIsAlreadyDue()
    {
        var (a, b) = (_sim.Rent<string>(), _sim.Rent<string>());
        _sim.Start(Log(a));
        _sim.Start(Log(b));
        var target = new Scripted((code, _) =>
        {
            _log.Add($"event {code}");
            if (code == 1) Assert.True(b.TryAnswer("b") && a.TryAnswer("a"));
        });
        _sim.Schedule(Seconds(1), target, 1);
        _sim.Schedule(Seconds(1), target, 2);
        _sim.RunUntil(At(1));
        Assert.Equal(["event 1", "event 2", "b at 1s", "a at 1s"], _log);
    }

    [Fact]
    public void AKilledOwnerAnswersAllThatWaitForIt()
    {
        var owner = Enumerable.Range(0, 4).Select(_ => _sim.Rent<string>()).ToList();
        foreach (var wait in owner) _sim.Start(LogWithin(wait, Seconds(30)));
        _sim.Schedule(Seconds(0.4), new Scripted((_, _) => owner.ForEach(w => w.TryAnswer("reset"))));
        _sim.RunUntil(At(60));
        Assert.Equal(Enumerable.Repeat("reset at 0.4s", 4), _log);
        Assert.Equal(0, _sim.PendingEvents);
    }

    [Fact]
    public void ASignalWakesAllThatWaitAndNobodyLater()
    {
        var signal = new Signal(_sim);
        async SimTask Listen(string name, Duration patience) =>
            _log.Add($"{name} {await signal.Within(patience)} at {_sim.Now}");
        async SimTask ListenForever() => _log.Add($"c {await signal} at {_sim.Now}");
        _sim.Start(Listen("a", Seconds(10)));
        _sim.Start(Listen("b", Seconds(1)));
        _sim.Start(ListenForever());
        _sim.Schedule(Seconds(2), new Scripted((_, _) => signal.Ring()));
        _sim.Schedule(Seconds(3), new Scripted((_, _) => _sim.Start(Listen("late", Seconds(1)))));
        _sim.RunUntil(At(9));
        Assert.Equal(["b False at 1s", "a True at 2s", "c True at 2s", "late False at 4s"], _log);
    }

    private async SimTask Log(Wait<string> wait) => _log.Add($"{await wait} at {_sim.Now}");

    private async SimTask LogWithin(Wait<string> wait, Duration patience)
    {
        var answer = await wait.Within(patience);
        Assert.NotEqual(answer.InTime, answer.TimedOut);
        _log.Add($"{answer.Or("nothing")} at {_sim.Now}");
    }
}
