using Simulator.Kernel;
using Simulator.Models.Recording;
using Xunit;

namespace Simulator.Tests.Recording;

public class LevelRecorderTests
{
    private readonly Simulation _sim = new(seed: 1, replication: 0);

    private static MeasuringPlan Plan(double warmup, double duration) =>
        new(Duration.FromSeconds(warmup), Duration.FromSeconds(duration), 1);

    private void At(double seconds, Action action)
    {
        async SimTask Later()
        {
            await _sim.Delay(Duration.FromSeconds(seconds));
            action();
        }

        _sim.Start(Later());
    }

    private void RunTo(double seconds) => _sim.RunUntil(SimTime.Zero + Duration.FromSeconds(seconds));

    [Fact]
    public void TheMeasuredTimeBeginsInsideAnIntervalAndTakesTheLevelThatIsThere()
    {
        var level = new LevelRecorder(_sim, Plan(warmup: 1.5, duration: 4));
        At(0.5, () => level.Set(8));
        At(1, () => level.Set(4));
        At(2, () => level.Set(0));
        At(3, () => level.Set(2));
        RunTo(4);

        Assert.Equal(((0.5 * 4) + (1 * 0) + (1 * 2)) / 2.5, level.Mean, 9);
        Assert.Equal(4, level.Max);
        Assert.Equal([4f, 4f, 0f, 2f], level.Means);
        Assert.Equal([8f, 8f, 4f, 2f], level.Maxima);
    }

    [Fact]
    public void APeakThatLastsNoTimeCountsForTheMaximumAndNotForTheMean()
    {
        var level = new LevelRecorder(_sim, Plan(warmup: 0, duration: 2));
        At(1.2, () => level.Add(5));
        At(1.2, () => level.Add(-5));
        RunTo(2);

        Assert.Equal((0.0, 5.0), (level.Mean, level.Max));
    }

    [Fact]
    public void WhatIsRecordedFromLaterOnWasNothingBefore()
    {
        LevelRecorder? level = null;
        At(2.5, () => level = new LevelRecorder(_sim, Plan(warmup: 1, duration: 5)));
        At(2.5, () => level!.Set(6));
        RunTo(5);

        Assert.Equal([0f, 0f, 3f, 6f, 6f], level!.Means);
        Assert.Equal(2.5 * 6 / 4, level.Mean, 9);
    }

    [Fact]
    public void TheAgeOfTheOldestGrowsUntilItIsServed()
    {
        var age = new AgeRecorder(_sim, Plan(warmup: 2, duration: 5));
        At(0.25, () => age.Set(_sim.Now));
        At(2.5, () => age.Set(null));
        At(4, () => age.Set(_sim.Now));
        RunTo(5);

        Assert.Equal([0.75f, 1.75f, 2.25f, 0f, 1f], age.Maxima);
        Assert.Equal(2.25, age.Max, 9);
    }
}
