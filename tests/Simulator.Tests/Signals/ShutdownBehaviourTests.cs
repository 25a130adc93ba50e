using Simulator.Kernel;
using Simulator.Models.Pods.Signals;
using Xunit;

namespace Simulator.Tests.Signals;

public class ShutdownBehaviourTests
{
    private static readonly SignalsOptions Node = new()
    {
        Command = ["node", "server.js"], InFlight = Duration.FromMilliseconds(870),
    };

    private static ShutdownBehaviour Of(SignalsOptions options)
    {
        var (behaviour, problems) = ShutdownBehaviour.Of(options);
        Assert.Empty(problems);
        return behaviour!;
    }

    [Fact]
    public void TheFourHandlersEndAsMeasured()
    {
        var exit = Of(Node with { Handler = AppHandler.Exit });
        Assert.False(exit.ServesInFlight);
        Assert.InRange(exit.ContainerEnds.TotalMilliseconds, 1, 20); // 8 ms

        var pool = Of(Node with { Handler = AppHandler.PoolFirst });
        Assert.InRange(pool.ContainerEnds.TotalSeconds, 0.85, 0.9); // 0.87 s
        Assert.True(pool.PoolEnds < pool.StopsAccepting); // Between the two a request gets 500.

        var server = Of(Node with { Handler = AppHandler.ServerThenPool });
        Assert.InRange(server.ContainerEnds.TotalSeconds, 6.8, 7); // 6.9 s
        Assert.True(server.StopsAccepting < Duration.FromMilliseconds(5));
        Assert.Null(server.PoolEnds);

        Assert.Equal(ShutdownOutcome.Graceful, Of(Node).Outcome);
    }

    [Fact]
    public void AServiceThatNeverHearsOfItServesUntilTheGraceIsOver()
    {
        var deaf = Of(Node with { Command = ["/bin/sh", "-c", "node server.js"] });
        Assert.Equal(ShutdownOutcome.KilledAfterGrace, deaf.Outcome);
        Assert.Equal(Duration.FromSeconds(30), deaf.StopsAccepting);
        Assert.Equal(Duration.FromSeconds(30), deaf.ServiceEnds);
        Assert.False(deaf.ServesInFlight);
    }

    [Fact]
    public void AdviceIsTriedBeforeItIsGiven()
    {
        var shell = Node with { Command = ["/bin/sh", "-c", "cd /app && node server.js"] };
        Assert.Equal(["let the shell step aside: cd /app && exec node server.js"], ShutdownAdvice.For(shell));
        Assert.Equal(2, ShutdownAdvice.For(shell with { Handler = AppHandler.None }).Length);
        Assert.Empty(ShutdownAdvice.For(Node));
        var piped = Node with { Command = ["/bin/sh", "-c", "cd /app && node server.js | tee log"] };
        Assert.EndsWith(": cd /app && exec node server.js", Assert.Single(ShutdownAdvice.For(piped)));
        var looped = Node with { Command = ["/bin/sh", "-c", "while true; do node server.js; sleep 1; done"] };
        Assert.EndsWith(": exec node server.js", Assert.Single(ShutdownAdvice.For(looped)));
        Assert.Contains("terminationGracePeriodSeconds",
            Assert.Single(ShutdownAdvice.For(Node with { InFlight = Duration.FromSeconds(40) })));
        var deaf = Node with { Command = ["npm", "start"], Npm = new Version(10, 2, 4) };
        Assert.EndsWith("CMD [\"node\", \"server.js\"]", Assert.Single(ShutdownAdvice.For(deaf)));
    }
}
