using Simulator.Models.Routing;
using Xunit;

namespace Simulator.Tests.Routing;

public class BalancerTests
{
    [Fact]
    public void RoundRobinTakesEachInTurn()
    {
        var balancer = new Balancer(LoadBalancing.RoundRobin);
        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(_ => balancer.Choose([9, 0, 0], 0.99)));
    }

    [Fact]
    public void LeastRequestsTakesTheEmptiestAndTheDrawDecidesAmongEquals()
    {
        var balancer = new Balancer(LoadBalancing.LeastRequests);
        Assert.Equal(2, balancer.Choose([3, 1, 0, 2], 0.5));
        Assert.Equal(1, balancer.Choose([3, 0, 4, 0], 0.1));
        Assert.Equal(3, balancer.Choose([3, 0, 4, 0], 0.9));
    }

    [Fact]
    public void PowerOfTwoComparesTwoAtRandomEachPairAsOftenAsTheOther()
    {
        var balancer = new Balancer(LoadBalancing.PowerOfTwoChoices);
        var chosen = Enumerable.Range(0, 16_000)
            .Select(i => balancer.Choose([0, 1, 2, 3], (i + 0.5) / 16_000)).ToList();
        // Of 16 ordered pairs, i wins those in which the other is not emptier: 7, 5, 3, 1.
        Assert.Equal([7_000, 5_000, 3_000, 1_000], Enumerable.Range(0, 4).Select(i => chosen.Count(c => c == i)));
    }

    [Fact]
    public void RandomRoutingQueuesTheShareThatIsBusy()
    {
        // PASTA: an arrival meets a busy dyno as often as the dyno is busy.
        var model = new DynoModel
        {
            Durations = new DynoDurations(1, 100),
            Policy = DynoRouting.Random,
            Dynos = 30,
            Length = new(1_200_000_000_000),
        };
        Assert.Equal(150 * 0.1005 / 30, model.Run(1, 0).Queued, 0.01);
    }
}
