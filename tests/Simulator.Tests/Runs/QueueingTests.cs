using Simulator.Kernel;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Runs;

/// <summary>A whole scenario with ample CPU is the queue of the textbooks.</summary>
public class QueueingTests
{
    /// <summary>One thread on its own CPU, 10 ms of work on average, at 70 % load.</summary>
    private static readonly Sketch OneServer = new()
    {
        Cpus = 2,
        Runtime = new RuntimeSpec { Threads = 1 },
        Arrival = Sketch.Poisson(70),
        Seconds = 2_000,
        Warmup = 50,
        Replications = 8,
    };

    [Fact]
    public void OneThreadWithExponentialWorkIsMM1()
    {
        var sojourn = Sojourn(OneServer with { Steps = [Sketch.ExponentialCpu(10)] });
        const double theory = 0.010 / (1 - 0.7);
        Assert.Equal(theory, sojourn.Value, 1.5 * sojourn.HalfWidth);
        Assert.InRange(sojourn.HalfWidth, 0, 0.1 * theory);
    }

    [Fact]
    public void OneThreadWithConstantWorkIsMD1()
    {
        var sojourn = Sojourn(OneServer with { Steps = [Sketch.Cpu(10)] });
        const double theory = 0.010 * (1 + (0.7 / (2 * (1 - 0.7))));
        Assert.Equal(theory, sojourn.Value, 1.5 * sojourn.HalfWidth);
        Assert.InRange(sojourn.HalfWidth, 0, 0.1 * theory);
    }

    [Fact]
    public void LittlesLawHoldsForAThrottledService()
    {
        var scenario = new Sketch
        {
            Limit = 600,
            Replicas = 2,
            Steps = [Sketch.ExponentialCpu(12), Sketch.Wait(20)],
            Arrival = Sketch.Poisson(60),
            Routing = RoutingPolicy.Random,
            Seconds = 200,
        }.Build();
        var world = WorldBuilder.Build(scenario, 0, keepRequests: true);
        var watch = new Watch(world);
        world.RunUntil(world.Plan.To, CancellationToken.None);
        var rows = world.Finish().Requests;

        // L from looking every millisecond, λW from the requests' own accounts, what is still there included.
        var sumOfTimes = rows.Sum(r => r.ServerLatency.TotalSeconds);
        Assert.True(watch.Sum > 2_000);
        Assert.InRange(watch.Sum / 1_000 / sumOfTimes, 0.999, 1.001);
        Assert.Contains(rows, r => r.Time[TimePart.Throttled] > Duration.Zero);
    }

    private static Measured Sojourn(Sketch sketch)
    {
        var variant = sketch.Variant();
        var run = Sketch.RunAll([variant], new RunOptions { CloseUps = false });
        return Summary.Of(run, [variant]).Variants[0].Latencies.Single(l => l.Metric == "web.latency").Mean;
    }

    private sealed class Watch : EventTarget
    {
        private readonly World _world;

        public Watch(World world)
        {
            _world = world;
            Next();
        }

        public double Sum { get; private set; }

        protected override void OnEvent(int code)
        {
            Sum += _world.Clients[0].InFlight.Count;
            Next();
        }

        private void Next() => _world.Simulation.Schedule(Duration.FromMilliseconds(1), this);
    }
}
