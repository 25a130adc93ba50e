using Simulator.Kernel;
using Simulator.Models.Pods.Signals;
using Xunit;

namespace Simulator.Tests.Signals;

public class MechanismTests
{
    private const string Trap = "trap 'kill -TERM $p; wait $p' TERM; node server.js & p=$!; wait $p";

    [Theory]
    [InlineData(AppRuntime.Node, ShutdownOutcome.KilledAfterGrace, 137)]
    [InlineData(AppRuntime.Native, ShutdownOutcome.KilledAfterGrace, 137)]
    [InlineData(AppRuntime.Python, ShutdownOutcome.KilledAfterGrace, 137)]
    [InlineData(AppRuntime.Dotnet10, ShutdownOutcome.KilledAfterGrace, 137)]
    [InlineData(AppRuntime.Dotnet9, ShutdownOutcome.TerminatedWithoutDrain, 143)]
    [InlineData(AppRuntime.Go, ShutdownOutcome.TerminatedWithoutDrain, 2)]
    [InlineData(AppRuntime.Jvm, ShutdownOutcome.TerminatedWithoutDrain, 143)]
    public void Pid1WithoutAHandlerIsSparedUnlessItsRuntimeEndsItself(
        AppRuntime runtime, ShutdownOutcome outcome, int code)
    {
        var alone = new SignalsOptions { Command = ["app"], Runtime = runtime, Handler = AppHandler.None };
        var result = Term.Of(alone);
        Assert.Equal((outcome, code), (result.Outcome, result.ExitCode));

        var under = Term.Of(alone with { Init = InitKind.Tini });
        Assert.Equal((ShutdownOutcome.TerminatedWithoutDrain, 143), (under.Outcome, under.ExitCode));
        Assert.True(under.Pid1Exit < Duration.FromMilliseconds(50));
    }

    [Fact]
    public void ATrapWaitsForTheForegroundAndInterruptsWait()
    {
        var foreground = Term.ToShell(ShellKind.DashDebian, "trap 'exit 3' TERM; node server.js");
        Assert.Equal(ShutdownOutcome.KilledAfterGrace, foreground.Outcome);
        var waiting = Term.ToShell(ShellKind.DashDebian, "trap 'exit 3' TERM; node server.js & wait");
        Assert.Equal((ShutdownOutcome.TerminatedWithoutDrain, 3), (waiting.Outcome, waiting.ExitCode));
    }

    [Fact]
    public void AForwardingTrapDrainsAndEndsWithTheStatusOfTheInterruptedWait()
    {
        foreach (var shell in Enum.GetValues<ShellKind>())
        {
            var result = Term.ToShell(shell, Trap);
            Assert.Equal((ShutdownOutcome.Graceful, 143), (result.Outcome, result.ExitCode));
        }
    }

    [Fact]
    public void ATrapInDoubleQuotesHasItsVariableExpandedTooEarly()
    {
        var result = Term.ToShell(ShellKind.DashDebian, Trap.Replace('\'', '"'));
        Assert.Equal(ShutdownOutcome.KilledAfterGrace, result.Outcome);
        Assert.Equal(Disposition.Caught, result.Tree[0].Term);
        Assert.False(result.IsDelivered);
    }

    [Fact]
    public void DashHasNoJobsInASubstitutionAndNoSignalsWithSig()
    {
        const string byJobs = "trap 'kill $(jobs -p); wait' TERM; node server.js & wait";
        const string prefixed = "trap 'kill $p; wait $p' SIGTERM; node server.js & p=$!; wait $p";
        foreach (var script in (string[])[byJobs, prefixed])
        {
            Assert.Equal(ShutdownOutcome.KilledAfterGrace, Term.ToShell(ShellKind.DashDebian, script).Outcome);
            Assert.Equal(ShutdownOutcome.Graceful, Term.ToShell(ShellKind.Bash, script).Outcome);
            Assert.Equal(ShutdownOutcome.Graceful, Term.ToShell(ShellKind.Busybox, script).Outcome);
        }
    }

    [Fact]
    public void BashWithATrapOnExitCatchesSigtermAndAshDoesNot()
    {
        const string script = "trap 'kill $p; wait $p' EXIT; node server.js & p=$!; wait $p";
        Assert.Equal(ShutdownOutcome.Graceful, Term.ToShell(ShellKind.Bash, script).Outcome);
        Assert.Equal(ShutdownOutcome.KilledAfterGrace, Term.ToShell(ShellKind.Busybox, script).Outcome);
    }

    [Fact]
    public void ATrapThatSignalsItsOwnGroupOverflowsTheStackAndTakesTheContainerWithIt()
    {
        var result = Term.ToShell(ShellKind.DashDebian, "trap 'kill 0' TERM; node server.js & wait");
        Assert.Equal(139, result.ExitCode);
        Assert.InRange(result.Pid1Exit.TotalMilliseconds, 200, 500);
    }

    [Theory]
    [InlineData("9.6.6", ShutdownOutcome.Graceful)]
    [InlineData("9.6.7", ShutdownOutcome.KilledAfterGrace)]
    [InlineData("10.2.4", ShutdownOutcome.KilledAfterGrace)]
    [InlineData("10.3.0", ShutdownOutcome.Graceful)]
    public void NpmWasDeafFrom967To102(string version, ShutdownOutcome outcome)
    {
        var options = new SignalsOptions
        {
            Command = ["npm", "start"], Shell = ShellKind.Busybox, Npm = Version.Parse(version),
        };
        Assert.Equal(outcome, Term.Of(options).Outcome);
    }

    [Fact]
    public void UnderDashNpmKillsTheShellAndGivesUpHalfASecondLater()
    {
        var result = Term.To("npm", "start");
        Assert.Equal((ShutdownOutcome.TerminatedWithoutDrain, 1), (result.Outcome, result.ExitCode));
        Assert.InRange(result.Pid1Exit.TotalMilliseconds, 500, 550);
        var repaired = Term.Of(new SignalsOptions
        {
            Command = ["npm", "start"],
            PackageScripts = new SignalsOptions { Command = [] }.PackageScripts.SetItem("start", "exec node server.js"),
        });
        Assert.Equal(ShutdownOutcome.Graceful, repaired.Outcome);
    }

    [Fact]
    public void AnInitDoesNotSaveAServiceBehindAShell()
    {
        foreach (var init in (InitKind[])[InitKind.Tini, InitKind.DumbInit, InitKind.Catatonit])
        {
            var options = new SignalsOptions { Command = ["dash", "-c", "node server.js; true"], Init = init };
            var result = Term.Of(options);
            Assert.Equal(ShutdownOutcome.TerminatedWithoutDrain, result.Outcome);
            // Only dumb-init signals the group, and even then the namespace is gone before the drain is over.
            Assert.Equal(init == InitKind.DumbInit, result.IsDelivered);
        }
    }

    [Fact]
    public void SetsidOfASessionLeaderForksAndTheContainerEnds()
    {
        var options = new SignalsOptions { Command = ["setsid", "node", "server.js"] };
        Assert.Equal(ShutdownOutcome.EndedByItself, Term.Of(options).Outcome);
        Assert.Equal(ShutdownOutcome.Graceful, Term.Of(options with { IsSessionLeader = false }).Outcome);
        Assert.Equal(ShutdownOutcome.EndedByItself, Term.ToShell(ShellKind.Bash, "node server.js &").Outcome);
    }

    [Fact]
    public void ALongerDrainThanTheGraceIsKilledAndSuWaitsTwoSecondsWhateverHappens()
    {
        var slow = new SignalsOptions
        {
            Command = ["node", "server.js"], Grace = Duration.FromSeconds(10), InFlight = Duration.FromSeconds(15),
        };
        var killed = Term.Of(slow);
        Assert.True(killed.KilledAfterGrace && killed.IsDelivered);
        Assert.Equal(Duration.FromSeconds(10), killed.Pid1Exit);
        Assert.InRange(Term.To("su", "node", "-c", "exec node server.js").Pid1Exit.TotalSeconds, 2, 2.05);
    }

    [Fact]
    public void WhatComesBeforeTheServiceIsAStepThatEnds()
    {
        Assert.Equal("sh node", Term.ToShell(ShellKind.DashDebian, "node migrate.js && node server.js").Names());
        Assert.Equal("node", Term.ToShell(ShellKind.DashDebian,
            "until pg_isready; do sleep 1; done; npx prisma migrate deploy; exec node server.js").Names());
        Assert.Equal("sh nginx node",
            Term.ToShell(ShellKind.DashDebian, "nginx -g 'daemon off;' & node server.js").Names());
    }

    [Fact]
    public void TheSameOptionsGiveTheSameStory()
    {
        var (one, two) = (Term.To("npm", "start"), Term.To("npm", "start"));
        Assert.Equal(one.Events, two.Events);
        Assert.Equal(one.Tree, two.Tree);
    }
}
