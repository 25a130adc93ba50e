using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Pods.Signals;
using Simulator.Models.Pods;
using Xunit;

namespace Simulator.Tests.Pods;

public sealed class PodWorkerTests
{
    [Fact]
    public void AContainerThatKeepsCrashingWaitsTenSecondsThenTwiceAsLongUpToFiveMinutes()
    {
        var cluster = new Cluster(Cluster.Of(1)).Started();
        for (var i = 1; i < 4000; i++)
        {
            cluster.RunTo(i);
            cluster.Deployment.CrashContainers(1);
        }

        var starts = cluster.Times(PodEventKind.ContainerStarted);
        // The first restart is at once and lives a second; the others come at a whole second, and crash in it.
        double[] apart = [.. starts.Zip(starts.Skip(1), (a, b) => Math.Round(b - a))];
        Assert.Equal([11, 20, 40, 80, 160, 300, 300, 300], apart[..8]);
    }

    [Fact]
    public void TenQuietMinutesMakeTheBackOffForget()
    {
        var cluster = new Cluster(Cluster.Of(1)).Started();
        cluster.RunTo(1);
        cluster.Deployment.CrashContainers(1);
        cluster.RunTo(2);
        cluster.Deployment.CrashContainers(1);
        cluster.RunTo(700);
        cluster.Deployment.CrashContainers(1);
        cluster.RunTo(701);
        Assert.Equal([1.0, 12.0, 700.0], cluster.Times(PodEventKind.ContainerStarted));
    }

    [Fact]
    public void WithoutAReadinessProbeAPodIsReadyBeforeItListens()
    {
        var cluster = new Cluster(Cluster.Of(1), Cluster.StartsIn(10) with { Probes = [] }).Started();
        cluster.Deployment.Rollout();
        cluster.RunTo(5);
        Assert.Equal([0.0], cluster.Times(PodEventKind.Ready, "shop-g2-0"));
        Assert.Empty(cluster.Times(PodEventKind.Listening));
    }

    [Fact]
    public void AStartupProbeHoldsTheOthersBackAndGivesUpAfterItsThreshold()
    {
        var pods = Cluster.StartsIn(100) with
        {
            Probes =
            [
                new Probe { Kind = ProbeKind.Startup, Period = Cluster.S(5), FailureThreshold = 4 },
                new Probe { Kind = ProbeKind.Liveness, Period = Cluster.S(1), FailureThreshold = 1 },
            ],
        };
        var cluster = new Cluster(Cluster.Of(1), pods).Started();
        cluster.Deployment.Rollout();
        cluster.RunTo(16);
        // Probes at 0, 5, 10 and 15 s.
        Assert.Equal([15.0], cluster.Times(PodEventKind.Unhealthy));
        Assert.Equal([15.0], cluster.Times(PodEventKind.SigTerm, "shop-g2-0"));
    }

    [Fact]
    public void ALivenessFailureIsNoticedAfterThreePeriodsAndCostsTheWholeGraceWhenSigtermIsIgnored()
    {
        var pods = new PodOptions
        {
            Shutdown = new ShutdownPlan { IsIgnored = true },
            Probes = [new Probe { Kind = ProbeKind.Liveness }],
        };
        var cluster = new Cluster(Cluster.Of(1), pods).Started();
        cluster.RunTo(20);
        cluster.Service.Pods[0].Container!.CloseListener();
        cluster.RunTo(200);
        var unhealthy = cluster.Times(PodEventKind.Unhealthy)[0];
        Assert.InRange(unhealthy, 20 + 20, 20 + 30);
        Assert.Equal([unhealthy + 30], cluster.Times(PodEventKind.SigKill));
        Assert.Equal([unhealthy + 30], cluster.Times(PodEventKind.ContainerStarted));
    }

    [Fact]
    public void LivenessStopsAtDeletionAndReadinessGoesOn()
    {
        var pods = new PodOptions
        {
            Shutdown = new ShutdownPlan { IsIgnored = true },
            Probes = [new Probe { Kind = ProbeKind.Liveness, Period = Cluster.S(1), FailureThreshold = 1 }],
        };
        var cluster = new Cluster(Cluster.Of(1), pods).Started();
        cluster.RunTo(5);
        cluster.Deployment.DeletePods(1, grace: null);
        cluster.Service.Pods[0].Container!.CloseListener();
        cluster.RunTo(34);
        Assert.Equal(0, cluster.Count(PodEventKind.Unhealthy));
    }

    [Fact]
    public void NpmUnderDebiansDashCutsTheDrainShortAndUnderBashItDoesNot()
    {
        var npm = new SignalsOptions { Command = ["npm", "start"], Runtime = AppRuntime.Node };
        var dash = ShutdownPlan.Of(npm).Plan!;
        Assert.False(dash.Drains);
        Assert.InRange(dash.EndsIdle.TotalSeconds, 0.0, 0.6);
        var bash = ShutdownPlan.Of(npm with { Shell = ShellKind.Bash }).Plan!;
        Assert.True(bash.Drains);
        Assert.Equal(Duration.Forever, bash.IsCutShort);
    }

    [Fact]
    public void AShellThatSwallowsSigtermLeavesThePodToSigkill()
    {
        var shell = new SignalsOptions { Command = ["/bin/sh", "-c", "node server.js"], Runtime = AppRuntime.Node };
        Assert.True(ShutdownPlan.Of(shell).Plan!.IsIgnored);
    }
}
