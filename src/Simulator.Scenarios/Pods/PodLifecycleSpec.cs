using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Pods.Signals;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>How a service's pods start, are probed, are replaced and end, under the names of a pod's spec.</summary>
public sealed record PodLifecycleSpec
{
    /// <summary>What SIGTERM meets; null: it is handled, and what is in flight is finished.</summary>
    public SignalsOptions? Shutdown { get; init; }

    /// <summary>From deletion to SIGKILL, preStop included; 0 to 86 400.</summary>
    public int TerminationGracePeriodSeconds { get; init; } = 30;

    /// <summary>lifecycle.preStop.sleep: between deletion and SIGTERM.</summary>
    public Duration PreStop { get; init; } = Duration.Zero;

    /// <summary>Until the listener opens; steps of CPU time and waiting only.</summary>
    public ImmutableArray<StepSpec> Startup { get; init; } = [];

    public ProbeSpec? StartupProbe { get; init; }

    public ProbeSpec? ReadinessProbe { get; init; }

    public ProbeSpec? LivenessProbe { get; init; }

    /// <summary>Those that there are, with what each decides.</summary>
    public ImmutableArray<(ProbeKind Kind, ProbeSpec Spec)> Probes =>
    [
        .. StartupProbe is null ? [] : new[] { (ProbeKind.Startup, StartupProbe) },
        .. ReadinessProbe is null ? [] : new[] { (ProbeKind.Readiness, ReadinessProbe) },
        .. LivenessProbe is null ? [] : new[] { (ProbeKind.Liveness, LivenessProbe) },
    ];

    public StrategySpec Strategy { get; init; } = new();

    /// <summary>A new pod that has been ready so long counts as available.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>
    /// From a change of a pod's readiness until clients choose by it. Default: what kube-proxy is seen to need.
    /// </summary>
    public DistributionSpec<Duration> EndpointsPropagation { get; init; } = new()
    {
        Law = DistributionLaw.Lognormal,
        Median = Duration.FromSeconds(1),
        P99 = Duration.FromSeconds(5),
    };

    private const int LongestSeconds = 86_400;

    private static PodLifecycleSpec Default { get; } = new();

    private static ScalarShape<InitKind> InitShape { get; } = Is.OneOf([.. ShutdownWords.Inits]);

    private static ScalarShape<AppHandler> HandlerShape { get; } = Is.OneOf([.. ShutdownWords.Handlers]);

    /// <summary>Reads the keys, which stand among the service's own.</summary>
    internal static PodLifecycleSpec Bind(Fields f, ImageSpec? image, RuntimeSpec? runtime)
    {
        var grace = f.Implied(
            "terminationGracePeriodSeconds", Is.Int(0, LongestSeconds), Default.TerminationGracePeriodSeconds,
            "From a pod's deletion to SIGKILL; preStop is part of it.");
        return new PodLifecycleSpec
        {
            Shutdown = ShutdownOf(f, image, runtime, Duration.FromSeconds(grace)),
            TerminationGracePeriodSeconds = grace,
            PreStop = f.Section("lifecycle", PreStopShape.Lifecycle, "Hooks of the container, as in a pod's spec."),
            Startup = f.Section("startup", StartupShape.Shape, "What a container does before its listener opens."),
            StartupProbe = f.Maybe(
                "startupProbe", ProbeSpec.Startup, "Until it succeeds there are no other probes. Default: none."),
            ReadinessProbe = f.Maybe(
                "readinessProbe", ProbeSpec.Readiness,
                "While it fails, no requests are sent to the pod. Default: none, so ready as soon as it runs."),
            LivenessProbe = f.Maybe(
                "livenessProbe", ProbeSpec.Liveness, "When it fails, the container is restarted. Default: none."),
            Strategy = f.Section("strategy", StrategySpec.Shape, "How a rollout replaces pods, as in a Deployment."),
            MinReadySeconds = f.Implied(
                "minReadySeconds", Is.Int(0, LongestSeconds), Default.MinReadySeconds,
                "A new pod that has been ready so long counts as available."),
            EndpointsPropagation = f.Implied(
                "endpointsPropagation", Chance.Duration, Default.EndpointsPropagation, Propagation,
                "From a change of a pod's readiness until clients choose by it; longer for a cloud's load balancer."),
        };
    }

    private static SignalsOptions? ShutdownOf(Fields f, ImageSpec? image, RuntimeSpec? runtime, Duration grace)
    {
        var command = f.MaybeValue(
            "command", new CommandShape(),
            "What PID 1 is: a list is the exec form, a text the shell form. Default: the service itself, "
                + "which handles SIGTERM.");
        var init = f.MaybeValue("init", InitShape, "What the command is started by. Default: none.");
        var handler = f.MaybeValue(
            "handler", HandlerShape,
            "What the service does at SIGTERM. Default: drain, it finishes what is in flight, closes, exits.");
        var keepAlive = f.Implied(
            "keepAliveTimeout", Amount.Duration, ImageSpec.Default.KeepAlive,
            "How long an idle HTTP connection holds a server open that waits for it (handler: server-then-pool).");
        if (image is null || (command is null && init is null && handler is null)) return null;
        return image.In(new SignalsOptions
        {
            Command = command is { IsDefault: false } given ? given : CommandOf(runtime),
            Init = init ?? InitKind.None,
            Handler = handler ?? AppHandler.Drain,
            KeepAlive = keepAlive,
            Runtime = RuntimeOf(runtime),
            Grace = grace,
        });
    }

    private static AppRuntime? RuntimeOf(RuntimeSpec? runtime) => runtime?.Language switch
    {
        RuntimeLanguage.Node => AppRuntime.Node,
        RuntimeLanguage.Go => AppRuntime.Go,
        RuntimeLanguage.Jvm => AppRuntime.Jvm,
        RuntimeLanguage.Dotnet => runtime.Version is null or "10" ? AppRuntime.Dotnet10 : AppRuntime.Dotnet9,
        _ => null,
    };

    /// <summary>The exec form of a program of that runtime.</summary>
    private static ImmutableArray<string> CommandOf(RuntimeSpec? runtime) => runtime?.Language switch
    {
        RuntimeLanguage.Node => ["node", "server.js"],
        RuntimeLanguage.Jvm => ["java", "-jar", "app.jar"],
        RuntimeLanguage.Dotnet => ["dotnet", "app.dll"],
        _ => ["/app/server"],
    };

    private static Node Propagation(SourcePosition at) =>
        new MapNode(at, [Percentile("p50", "1s", at), Percentile("p99", "5s", at)], Defaults.Origin);

    private static MapEntry Percentile(string key, string text, SourcePosition at) =>
        new(key, at, new ScalarNode(at, text, isPlain: true, Defaults.Origin));
}
