using CsCheck;
using Simulator.Kernel;
using Simulator.Models.Pods.Deployments;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Pods;
using Xunit;

namespace Simulator.Tests.Pods;

public sealed class DeploymentTests
{
    [Fact]
    public void FifteenReplicasHaveThreeTerminatingAndSevenNewPodsAtOnceAsInKubernetes95498()
    {
        var cluster = new Cluster(Cluster.Of(15), Cluster.StartsIn(20) with { Shutdown = Ignored }).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        cluster.RunTo(2);
        Assert.Equal(3, cluster.Deployment.Terminating);
        Assert.Equal(7, cluster.Deployment.Updated);
        Assert.Equal(22, cluster.Deployment.Pods);
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(4, 1, 1)]
    [InlineData(8, 2, 2)]
    [InlineData(15, 4, 3)]
    public void AQuarterRoundsUpForSurgeAndDownForUnavailable(int replicas, int surge, int unavailable) =>
        Assert.Equal(
            new RollingUpdate(replicas, surge, unavailable), RollingUpdate.Of(new DeploymentStrategy(), replicas));

    [Fact]
    public void WithoutSurgeAndWithoutUnavailableOnePodIsGivenUpAllTheSame()
    {
        var strategy = new DeploymentStrategy
        {
            MaxSurge = IntOrPercent.Percent(0),
            MaxUnavailable = IntOrPercent.Percent(10),
        };
        Assert.Equal(new RollingUpdate(4, 0, 1), RollingUpdate.Of(strategy, 4));
    }

    [Fact]
    public void APodThatIgnoresSigtermLivesBesideItsSuccessorForTheWholeGrace()
    {
        var cluster = new Cluster(Cluster.Of(2), Cluster.StartsIn(10) with { Shutdown = Ignored }).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        cluster.RunTo(200);
        Assert.True(cluster.Deployment.IsComplete);
        // The first new pod is ready 10 s after the rollout began, its old one is then deleted and lives 30 s more.
        Assert.Equal([11.0, 21.0], cluster.Times(PodEventKind.Deleted));
        Assert.Equal([41.0, 51.0], cluster.Times(PodEventKind.SigKill));
        Assert.Equal([41.0, 51.0], cluster.Times(PodEventKind.Gone));
    }

    [Fact]
    public void APodThatDrainsIsGoneInMilliseconds()
    {
        var cluster = new Cluster(Cluster.Of(2), Cluster.StartsIn(10)).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        cluster.RunTo(200);
        Assert.Equal([11.005, 21.005], cluster.Times(PodEventKind.Gone));
        Assert.Equal(0, cluster.Count(PodEventKind.SigKill));
    }

    [Fact]
    public void PreStopCountsAgainstTheGraceAndSigkillComesTwoSecondsAfterASigtermThatCameTooLate()
    {
        var pods = Cluster.StartsIn(1) with { Shutdown = Ignored, PreStop = Cluster.S(30) };
        var cluster = new Cluster(Cluster.Of(1), pods).Started();
        cluster.RunTo(1);
        cluster.Deployment.DeletePods(1, grace: null);
        cluster.RunTo(100);
        Assert.Equal([31.0], cluster.Times(PodEventKind.SigTerm));
        Assert.Equal([33.0], cluster.Times(PodEventKind.SigKill));
    }

    [Fact]
    public void RecreateStartsNothingBeforeTheLastOldPodIsGone()
    {
        var options = Cluster.Of(3) with { Strategy = new DeploymentStrategy { IsRecreate = true } };
        var cluster = new Cluster(options, Cluster.StartsIn(5) with { Shutdown = Ignored }).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        cluster.RunTo(100);
        Assert.Equal([31.0, 31.0, 31.0], cluster.Times(PodEventKind.Gone));
        Assert.All(cluster.Times(PodEventKind.ContainerStarted), t => Assert.Equal(31.0, t));
        Assert.True(cluster.Deployment.IsComplete);
    }

    [Fact]
    public void MinReadySecondsKeepsTheOldPodsUntilTheNewOnesHaveProvenThemselves()
    {
        var options = Cluster.Of(2) with { MinReady = Cluster.S(20) };
        var cluster = new Cluster(options, Cluster.StartsIn(10)).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        cluster.RunTo(200);
        Assert.Equal([31.0, 61.0], cluster.Times(PodEventKind.Deleted));
    }

    [Fact]
    public void AServiceIsReachedThroughItsReadyPodsAloneOnceTheProxiesHaveHeard()
    {
        var cluster = new Cluster(Cluster.Of(1), Cluster.StartsIn(10), propagation: 3).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        // The old pod is deleted when its successor is ready, at 11 s; the proxies hear of both three seconds later.
        cluster.RunTo(13.9);
        Assert.Equal(["shop-0"], cluster.Service.Reachable.Select(p => p.Name));
        cluster.RunTo(14.1);
        Assert.Equal(["shop-g2-0"], cluster.Service.Reachable.Select(p => p.Name));
    }

    [Fact]
    public void APodThatFitsNowhereIsPendingUntilATerminatingOneHasLeft()
    {
        var options = Cluster.Of(2) with { Millicores = 1000 };
        var pods = Cluster.StartsIn(1) with { Shutdown = Ignored };
        var cluster = new Cluster(options, pods, nodes: 1, allocatable: 2500).Started();
        cluster.RunTo(1);
        cluster.Deployment.Rollout();
        cluster.RunTo(20);
        Assert.Equal(3, cluster.Deployment.Pods);
        Assert.Empty(cluster.Times(PodEventKind.ContainerStarted));
        cluster.Deployment.DeletePods(1, grace: null);
        cluster.RunTo(60);
        Assert.Equal(50.0, cluster.Times(PodEventKind.ContainerStarted)[0]);
    }

    [Fact]
    public void ALostNodeIsNoticedAfterFortySecondsAndItsPodsAreReplacedFiveMinutesLater()
    {
        var cluster = new Cluster(Cluster.Of(4), Cluster.StartsIn(2), nodes: 2).Started();
        cluster.RunTo(10);
        new NodeLoss(cluster.Sim, cluster.Nodes, [cluster.Deployment]).Begin(1);
        cluster.RunTo(1000);
        Assert.Equal([50.0, 50.0], cluster.Times(PodEventKind.NotReady));
        Assert.Equal([350.0, 350.0], cluster.Times(PodEventKind.ContainerStarted));
        Assert.Equal(2, cluster.Deployment.Terminating);
        Assert.Equal(4, cluster.Deployment.Updated);
    }

    [Fact]
    public void WhateverHappensTheReplicasComeBack()
    {
        var happenings = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 40]).Array[1, 12];
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 100], Gen.Int[0, 100], Gen.Bool, happenings).Sample(
            (replicas, surge, unavailable, recreate, steps) =>
            {
                var options = Cluster.Of(replicas) with
                {
                    Strategy = new DeploymentStrategy
                    {
                        IsRecreate = recreate,
                        MaxSurge = IntOrPercent.Percent(surge),
                        MaxUnavailable = IntOrPercent.Percent(unavailable),
                    },
                };
                var cluster = new Cluster(options, Cluster.StartsIn(5) with { Shutdown = Ignored }).Started();
                var now = 0.0;
                var bound = replicas;
                foreach (var (what, after) in steps)
                {
                    cluster.RunTo(now += after);
                    if (what == 0) cluster.Deployment.Rollout();
                    else if (what == 1) cluster.Deployment.Scale(bound = 1 + (after % 12));
                    else if (what == 2) cluster.Deployment.DeletePods(after % 3, Duration.Zero);
                    else cluster.Deployment.CrashContainers(after % 3);
                }

                cluster.RunTo(now + 1500);
                Assert.True(cluster.Deployment.IsComplete);
                Assert.Equal(bound, cluster.Service.Reachable.Count);
                Assert.Equal(cluster.Count(PodEventKind.Gone) + bound, cluster.Service.Pods.Count);
            },
            iter: 300, seed: "0N0XIzNsQ0O2");
    }

    private static ShutdownPlan Ignored { get; } = new() { IsIgnored = true };
}
