using Simulator.Kernel;
using Simulator.Models.Pods.Deployments;
using Simulator.Models.Pods.Signals;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class PodLanguageTests
{
    private static ReadResult Everything(params string[] set) => ScenarioReader.ReadFile(
        Corpus.PathOf("Good", "everything-of-pods.yaml"),
        new ReadOptions { Overrides = [.. set.Select(t => Override.Set(t))] });

    private static PodLifecycleSpec Life(string service, params string[] set) =>
        Everything(set).Scenario!.Services[service].Lifecycle;

    private static Scenario Variant(string name) => Everything().Variants.Single(v => v.Name == name).Scenario;

    private static IEnumerable<string> Bad(string name) =>
        ScenarioReader.ReadFile(Corpus.PathOf("Bad", name)).Diagnostics.Select(d => d.Message);

    [Fact]
    public void AServiceThatSaysNothingHasKubernetesDefaults()
    {
        var life = Life("defaults");

        Assert.Equal(new PodLifecycleSpec(), life);
        Assert.Null(life.Shutdown);
        Assert.Equal((30, Duration.Zero, 0), (life.TerminationGracePeriodSeconds, life.PreStop, life.MinReadySeconds));
        Assert.Empty(life.Startup);
        Assert.Null(life.StartupProbe ?? life.ReadinessProbe ?? life.LivenessProbe);
        Assert.Equal(StrategyType.RollingUpdate, life.Strategy.Type);
        Assert.Equal(IntOrPercent.Percent(25), life.Strategy.RollingUpdate!.MaxSurge);
        Assert.Equal(IntOrPercent.Percent(25), life.Strategy.RollingUpdate.MaxUnavailable);
        Assert.Equal(1000, life.EndpointsPropagation.Median!.Value.TotalMilliseconds);
        Assert.Equal(5000, life.EndpointsPropagation.P99!.Value.TotalMilliseconds);
    }

    [Fact]
    public void DefaultsThatAreWrittenOutMakeTheSameScenarioAsNone()
    {
        Assert.Equal(Life("defaults"), Life("written-defaults"));

        const string text = """
            apiVersion: sim/v1
            kind: Scenario
            metadata: {name: same}
            run: {duration: 1m}
            nodes: {pool: {cpus: 2}}
            services:
              api:
                runtime: {threads: 1}
                endpoints: {get: {steps: [{cpu: 1ms}]}}

            """;
        var bare = ScenarioReader.ReadText(text).Baseline!;
        var written = ScenarioReader.ReadText(text + """
                terminationGracePeriodSeconds: 30
                minReadySeconds: 0
                keepAliveTimeout: 6s
                startup: {wait: 0s}
                strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
                endpointsPropagation: {distribution: lognormal, median: 1s, p99: 5s}
            """).Baseline!;
        Assert.Equal(bare.Sha256, written.Sha256);
        Assert.DoesNotContain("terminationGracePeriodSeconds", bare.Render());
    }

    [Fact]
    public void TheShellFormIsATextAndTheExecFormAList()
    {
        Assert.Equal(["/bin/sh", "-c", "npm start"], Life("shop").Shutdown!.Command);
        Assert.Equal(["tini", "--", "node", "server.js"], Life("exec-form").Shutdown!.Command);
        Assert.Equal(["/bin/sh", "-c", "set -e\nexec node server.js\n"], Life("block").Shutdown!.Command);
        Assert.Equal(["node", "server.js"], Variant("exec").Services["shop"].Lifecycle.Shutdown!.Command);
    }

    [Fact]
    public void TheImageAndThePodDecideWhatSigtermMeets()
    {
        var shutdown = Life("shop").Shutdown!;

        Assert.Equal(
            (ShellKind.DashDebian, InitKind.None, AppHandler.ServerThenPool, AppRuntime.Node),
            (shutdown.Shell, shutdown.Init, shutdown.Handler, shutdown.Runtime));
        Assert.Equal(
            (new Version(10, 3, 0), new Version(1, 22, 22), new Version(9, 0, 0)),
            (shutdown.Npm, shutdown.Yarn, shutdown.Pnpm));
        Assert.Equal((60, 3), (shutdown.Grace.TotalSeconds, shutdown.KeepAlive.TotalSeconds));
        Assert.Equal(["build:all", "start"], shutdown.PackageScripts.Keys.Order());
    }

    [Theory]
    [InlineData("shop", ShutdownOutcome.KilledAfterGrace)]
    [InlineData("exec-form", ShutdownOutcome.Graceful)]
    [InlineData("shell-in-list", ShutdownOutcome.Graceful)]
    [InlineData("block", ShutdownOutcome.Graceful)]
    [InlineData("only-init", ShutdownOutcome.Graceful)]
    [InlineData("only-handler", ShutdownOutcome.TerminatedWithoutDrain)]
    [InlineData("dotnet-10", ShutdownOutcome.KilledAfterGrace)]
    [InlineData("go", ShutdownOutcome.TerminatedWithoutDrain)]
    public void WhatIsWrittenDecidesHowAPodEnds(string service, ShutdownOutcome outcome) =>
        Assert.Equal(outcome, ShutdownBehaviour.Of(Life(service).Shutdown!).Behaviour!.Outcome);

    [Fact]
    public void WithMuslTheShellIsBusyboxUnlessTheImageSaysOtherwise()
    {
        Assert.Equal(ShellKind.Busybox, Life("block").Shutdown!.Shell);
        Assert.Equal(ShellKind.DashDebian, Life("exec-form").Shutdown!.Shell);
        Assert.Equal(ShellKind.Bash, Life("block", "services.block.image.shell=bash").Shutdown!.Shell);
    }

    [Theory]
    [InlineData("only-handler", "dotnet app.dll", AppRuntime.Dotnet9)]
    [InlineData("dotnet-10", "dotnet app.dll", AppRuntime.Dotnet10)]
    [InlineData("only-init", "java -jar app.jar", AppRuntime.Jvm)]
    [InlineData("go", "/app/server", AppRuntime.Go)]
    public void AHandlerOrAnInitWithoutACommandIsOfTheRuntimesOwnProgram(
        string service, string command, AppRuntime runtime)
    {
        var shutdown = Life(service).Shutdown!;

        Assert.Equal(command, string.Join(' ', shutdown.Command));
        Assert.Equal(runtime, shutdown.Runtime);
    }

    [Fact]
    public void StartUpIsAWaitAndThenSteps()
    {
        var steps = Life("shop").Startup;

        Assert.Equal(3, steps.Length);
        Assert.Equal(3, ((WaitStepSpec)steps[0]).Wait.P99!.Value.TotalSeconds);
        Assert.Equal(2, ((CpuStepSpec)steps[1]).Parallelism);
        Assert.Equal("compile", steps[1].Name);
        Assert.Equal(200, ((WaitStepSpec)steps[2]).Wait.Value!.Value.TotalMilliseconds);
    }

    [Fact]
    public void ProbesHaveKubernetesNamesAndDefaults()
    {
        var life = Life("shop");

        Assert.Equal(new ProbeSpec { PeriodSeconds = 1, FailureThreshold = 30 }, life.StartupProbe);
        Assert.Equal(
            new ProbeSpec
            {
                Endpoint = "healthz",
                InitialDelaySeconds = 3,
                PeriodSeconds = 5,
                TimeoutSeconds = 2,
                SuccessThreshold = 2,
                FailureThreshold = 1,
            },
            life.ReadinessProbe);
        Assert.Equal(
            new ProbeSpec { Endpoint = "healthz", TerminationGracePeriodSeconds = 10 }, life.LivenessProbe);
        Assert.Equal(Duration.FromSeconds(5), life.PreStop);
        Assert.Equal(10, life.MinReadySeconds);
    }

    [Fact]
    public void ASurgeMayBeAShareOrANumberAndRecreateHasNone()
    {
        var update = Life("shop").Strategy.RollingUpdate!;

        Assert.Equal((IntOrPercent.Percent(150), IntOrPercent.Pods(0)), (update.MaxSurge, update.MaxUnavailable));
        Assert.Null(Life("exec-form").Strategy.RollingUpdate);
        Assert.Equal(StrategyType.Recreate, Variant("recreate").Services["shop"].Lifecycle.Strategy.Type);
    }

    [Fact]
    public void RoutingKnowsThePowerOfTwo() =>
        Assert.Equal(RoutingPolicy.PowerOfTwo, Everything().Scenario!.Services["shop"].Routing);

    [Fact]
    public void EventsAreReadByTheirKind()
    {
        var events = Everything().Scenario!.Events;

        Assert.Equal(
            new KillPodsEventSpec { At = Minutes(4), Service = "shop", Count = 12, GracePeriodSeconds = 30 },
            events["delete"]);
        Assert.Equal(new KillPodsEventSpec { At = Minutes(4), Service = "go" }, events["delete-one"]);
        Assert.Equal(new KillContainersEventSpec { At = Minutes(5), Service = "shop" }, events["crash"]);
        Assert.Equal(new LoseNodeEventSpec { At = Minutes(6), Node = "worker" }, events["lost"]);
        Assert.Equal(new ScaleEventSpec { At = Minutes(1), Service = "shop", Replicas = 12 }, events["grow"]);
        Assert.DoesNotContain("x-note", events.Keys);
        Assert.DoesNotContain("deploy", Variant("quiet").Events.Keys);
        Assert.Equal(Minutes(1), Variant("recreate").Events["deploy"].At);
        Assert.Equal(1, ((KillPodsEventSpec)Variant("recreate").Events["delete"]).Count);
        Assert.Equal(Minutes(8), Everything("events.crash.at=8m").Scenario!.Events["crash"].At);
    }

    [Fact]
    public void ARolloutOfAllStartsEveryServiceAndAStaggeredOneAfterTheOther()
    {
        var scenario = Everything().Scenario!;

        Assert.Equal(
            [("shop", Minutes(2)), ("go", Duration.FromSeconds(150))],
            ((RolloutEventSpec)scenario.Events["deploy"]).Starts(scenario));
        foreach (var all in (string[])["deploy-all", "deploy.again"])
        {
            var starts = ((RolloutEventSpec)scenario.Events[all]).Starts(scenario).ToList();
            Assert.Equal(scenario.Services.Keys, starts.Select(s => s.Service));
            Assert.All(starts, s => Assert.Equal(scenario.Events[all].At, s.At));
        }
    }

    [Theory]
    [InlineData("pre-stop-as-long-as-grace.yaml", "preStop takes 30s of a grace of 30s")]
    [InlineData("pre-stop-longer-than-grace.yaml", "raise terminationGracePeriodSeconds")]
    [InlineData("pre-stop-exec.yaml", "{sleep: {seconds: 5}}")]
    [InlineData("strategy-both-zero.yaml", "set one of them to 1")]
    [InlineData("strategy-number-in-quotes.yaml", "remove the quotes")]
    [InlineData("strategy-recreate-with-surge.yaml", "remove rollingUpdate")]
    [InlineData("shell-unknown.yaml", "dash-debian | dash | bash | busybox")]
    [InlineData("command-ends-by-itself.yaml", "must stay in the foreground")]
    [InlineData("command-unknown-npm-script.yaml", "give it in image.packageScripts")]
    [InlineData("command-script-not-known.yaml", "the command that it ends with")]
    [InlineData("command-escaped-quotes.yaml", "(in the script's line 1, column 14)")]
    [InlineData("init-in-image.yaml", "init stands beside image")]
    [InlineData("probe-http-get.yaml", "{endpoint: healthz}")]
    [InlineData("probe-unknown-endpoint.yaml", "The only one here is 'get'")]
    [InlineData("probe-liveness-success-2.yaml", "the API server refuses more")]
    [InlineData("event-unknown-kind.yaml", "Did you mean 'killPods'?")]
    [InlineData("rollout-unknown-service.yaml", "Did you mean 'api'?")]
    [InlineData("rollout-one-service-as-text.yaml", "[shop]")]
    [InlineData("lose-more-nodes-than-there-are.yaml", "has 0 left then: nodes.pool.count is 1")]
    [InlineData("kill-more-pods-than-there-are.yaml", "never has more than 1 pods")]
    [InlineData("startup-dns-step.yaml", "not 'dns'")]
    public void AMistakeComesWithItsFix(string name, string fix) =>
        Assert.Contains(Bad(name), message => message.Contains(fix, StringComparison.Ordinal));

    [Fact]
    public void AMistakeInAScriptIsFoundInVariantsToo()
    {
        var read = Everything("services.block.command=node )");

        Assert.Contains(read.Diagnostics, d => d.Code == "shell-syntax" && d.Path == "services.block.command");
    }

    private static Duration Minutes(int minutes) => Duration.FromSeconds(60.0 * minutes);
}
