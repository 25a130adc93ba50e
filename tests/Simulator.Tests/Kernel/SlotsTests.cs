using CsCheck;
using Simulator.Kernel;
using Xunit;
using static Simulator.Tests.Kernel.CalendarTests;

namespace Simulator.Tests.Kernel;

public class SlotsTests
{
    private readonly Simulation _sim = new(seed: 1);
    private readonly List<string> _log = [];

    [Fact]
    public void PlacesAreGivenOutInTheOrderOfAsking()
    {
        var slots = new Slots(_sim, 2);
        foreach (var i in Enumerable.Range(0, 5)) _sim.Start(Hold(slots, $"{i}", Seconds(1), Duration.Forever));
        Assert.Equal((2, 3), (slots.InUse, slots.Waiting));
        _sim.RunUntil(At(9));
        Assert.Equal(["0 at 0s", "1 at 0s", "2 at 1s", "3 at 1s", "4 at 2s"], _log);
        Assert.Equal((0, 0), (slots.InUse, slots.Waiting));
    }

    [Theory]
    [InlineData(true, "b at 5s,c at 6s")]
    [InlineData(false, "b refused at 5s,c at 5s")]
    public void AGrantAndADeadlineOnTheSameInstantLeaveNobodyStranded(bool grantIsFirst, string expected)
    {
        var slots = new Slots(_sim, 1);
        Assert.True(slots.TryAcquire());
        var release = new Scripted((_, _) => slots.Release());
        if (grantIsFirst) _sim.Schedule(Seconds(5), release);
        _sim.Start(Hold(slots, "b", Seconds(1), Seconds(5)));
        if (!grantIsFirst) _sim.Schedule(Seconds(5), release);
        _sim.Start(Hold(slots, "c", Seconds(1), Seconds(50)));
        _sim.RunUntil(At(99));
        Assert.Equal(expected, string.Join(',', _log));
        Assert.Equal((0, 0, 0), (slots.InUse, slots.Waiting, _sim.PendingEvents));
    }

    [Fact]
    public void APlaceGrantedToAWaiterCannotBeTakenByALaterOne()
    {
        var slots = new Slots(_sim, 1);
        Assert.True(slots.TryAcquire());
        _sim.Start(Hold(slots, "first", Seconds(1), Duration.Forever));
        slots.Release(); // The waiter owns the place from here on, though it has not gone on yet.
        Assert.False(slots.TryAcquire());
        _sim.Start(Hold(slots, "second", Seconds(1), Duration.Zero));
        _sim.RunUntil(At(9));
        Assert.Equal(["second refused at 0s", "first at 0s"], _log);
    }

    [Fact]
    public void MoreCapacityGoesToTheQueueAndLessTakesEffectAsPlacesComeBack()
    {
        var slots = new Slots(_sim, 1);
        foreach (var i in Enumerable.Range(0, 6)) _sim.Start(Hold(slots, $"{i}", Seconds(10), Duration.Forever));
        _sim.Schedule(Seconds(1), new Scripted((_, _) => slots.SetCapacity(3)));
        _sim.Schedule(Seconds(2), new Scripted((_, _) => slots.SetCapacity(1)));
        _sim.RunUntil(At(2));
        Assert.Equal((3, 1, 3), (slots.InUse, slots.Capacity, slots.Waiting));
        _sim.RunUntil(At(99));
        Assert.Equal("0 at 0s,1 at 1s,2 at 1s,3 at 11s,4 at 21s,5 at 31s", string.Join(',', _log));
        Assert.Equal(0, slots.InUse);
    }

    [Fact]
    public void ReleasingMoreThanWasAcquiredIsABug() =>
        Assert.Throws<InvalidOperationException>(() => new Slots(_sim, 1).Release());

    [Fact]
    public void ThousandsThatGiveUpBehindAPatientFirstOneLeaveNoTrace()
    {
        var slots = new Slots(_sim, 1);
        Assert.True(slots.TryAcquire());
        _sim.Start(Hold(slots, "patient", Seconds(1), Duration.Forever));
        async SimTask Crowd()
        {
            for (var i = 0; i < 20_000; i++)
            {
                _sim.Start(GiveUp(slots));
                await _sim.Delay(Seconds(0.1));
                Assert.InRange(slots.Waiting, 1, 11);
            }
        }

        _sim.Start(Crowd());
        _sim.RunUntil(At(3_000));
        Assert.Equal((1, 0), (slots.Waiting, _sim.PendingEvents));
        slots.Release();
        _sim.RunUntil(At(4_000));
        Assert.Equal(["patient at 3000s"], _log);
    }

    [Fact]
    public void WhateverHappensNobodyIsLostAndNoPlaceLeaks() =>
        Gen.Select(Gen.Int[0, 5], Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.Int[0, 6]).Array[0, 80],
            Gen.Int[0, 4].Array[0, 10])
            .Sample((capacity, customers, capacities) =>
            {
                var sim = new Simulation();
                var slots = new Slots(sim, capacity);
                var (holding, served, refused) = (0, 0, 0);
                async SimTask Customer(int at, int hold, int patience)
                {
                    await sim.Delay(new Duration(at));
                    var asked = sim.Now;
                    if (!await slots.Acquire(patience == 6 ? Duration.Forever : new Duration(patience)))
                    {
                        Assert.Equal(patience, (sim.Now - asked).Nanoseconds);
                        refused++;
                        return;
                    }

                    if (patience < 6) Assert.True((sim.Now - asked).Nanoseconds <= patience);
                    Assert.True(++holding <= slots.InUse);
                    await sim.Delay(new Duration(hold));
                    holding--;
                    slots.Release();
                    served++;
                }

                foreach (var (at, hold, patience) in customers) sim.Start(Customer(at, hold, patience));
                for (var i = 0; i < capacities.Length; i++)
                {
                    sim.RunUntil(new SimTime(i * 2));
                    slots.SetCapacity(capacities[i]);
                }

                slots.SetCapacity(2);
                sim.RunUntil(SimTime.Never);
                Assert.Equal(customers.Length, served + refused);
                Assert.Equal((0, 0, 0), (slots.InUse, slots.Waiting, sim.PendingEvents));
            }, iter: 1_000);

    [Fact]
    public void AProcessCannotQueueInAnotherRun()
    {
        var full = new Slots(new Simulation(), 0);
        _sim.Start(Stray());
        var e = Assert.Throws<SimulationException>(() => _sim.RunUntil(At(5)));
        Assert.IsType<InvalidOperationException>(e.InnerException);
        Assert.Equal(0, full.Waiting);

        async SimTask Stray()
        {
            await _sim.Delay(Seconds(1));
            await full.Acquire();
        }
    }

    private async SimTask Hold(Slots slots, string name, Duration time, Duration patience)
    {
        if (!await slots.Acquire(patience))
        {
            _log.Add($"{name} refused at {_sim.Now}");
            return;
        }

        _log.Add($"{name} at {_sim.Now}");
        await _sim.Delay(time);
        slots.Release();
    }

    private static async SimTask GiveUp(Slots slots) => Assert.False(await slots.Acquire(Seconds(1)));
}
