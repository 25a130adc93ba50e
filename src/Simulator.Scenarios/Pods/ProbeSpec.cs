using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A probe of the kubelet, with Kubernetes' names, units (whole seconds) and defaults.</summary>
public sealed record ProbeSpec
{
    /// <summary>
    /// Stands for httpGet: an endpoint of the same service, which the kubelet calls. Null: tcpSocket, the listener
    /// accepts.
    /// </summary>
    public string? Endpoint { get; init; }

    public int InitialDelaySeconds { get; init; }

    public int PeriodSeconds { get; init; } = 10;

    public int TimeoutSeconds { get; init; } = 1;

    /// <summary>Always 1 of liveness and startup probes.</summary>
    public int SuccessThreshold { get; init; } = 1;

    public int FailureThreshold { get; init; } = 3;

    /// <summary>Takes the pod's place when this probe ends the container; null: the pod's. None of readiness.</summary>
    public int? TerminationGracePeriodSeconds { get; init; }

    private const int LongestSeconds = 86_400;

    private static ProbeSpec Default { get; } = new();

    internal static ObjectShape<ProbeSpec> Startup { get; } = Of(
        "startupProbe", "Until it succeeds there are no other probes; when it fails, the container is restarted.",
        isReadiness: false);

    internal static ObjectShape<ProbeSpec> Liveness { get; } = Of(
        "livenessProbe", "When it fails, the container is restarted.", isReadiness: false);

    internal static ObjectShape<ProbeSpec> Readiness { get; } = Of(
        "readinessProbe", "While it fails, no requests are sent to the pod.", isReadiness: true);

    private static ObjectShape<bool> TcpSocket { get; } = new(
        "tcpSocket", "The probe opens a connection: it succeeds while the listener accepts.", _ => true);

    private static ObjectShape<ProbeSpec> Of(string name, string doc, bool isReadiness) => new(
        name,
        doc,
        f =>
        {
            f.ExactlyOneOf("endpoint", "tcpSocket");
            f.Allows(
                "terminationGracePeriodSeconds", !isReadiness,
                "a readiness probe ends nothing, and the API server refuses it here: remove it");
            f.Allows("httpGet", false, "the simulator's way is the name of an endpoint: {endpoint: healthz}");
            f.Allows("exec", false, "commands are not run: name an endpoint that costs as much, {endpoint: healthz}");
            var probe = new ProbeSpec
            {
                Endpoint = f.Maybe(
                    "endpoint", References.OwnEndpoint,
                    "Stands for httpGet: an endpoint of this service, which queues and is throttled like any other."),
                InitialDelaySeconds = f.Optional(
                    "initialDelaySeconds", Is.Int(0, LongestSeconds), Default.InitialDelaySeconds,
                    "From the container's start to the first probe."),
                PeriodSeconds = f.Optional(
                    "periodSeconds", Is.Int(1, LongestSeconds), Default.PeriodSeconds, "From one probe to the next."),
                TimeoutSeconds = f.Optional(
                    "timeoutSeconds", Is.Int(1, LongestSeconds), Default.TimeoutSeconds,
                    "A probe without an answer by then has failed."),
                SuccessThreshold = f.Optional(
                    "successThreshold",
                    isReadiness
                        ? Is.Int(1, 1_000_000)
                        : Is.Int(1, 1, "the API server refuses more, except of readiness probes"),
                    Default.SuccessThreshold, "So many successes in a row, after a failure, count as one."),
                FailureThreshold = f.Optional(
                    "failureThreshold", Is.Int(1, 1_000_000), Default.FailureThreshold,
                    "So many failures in a row count as one."),
                TerminationGracePeriodSeconds = isReadiness
                    ? null
                    : f.MaybeValue(
                        "terminationGracePeriodSeconds", Is.Int(1, LongestSeconds),
                        "The grace when this probe ends the container. Default: the pod's."),
            };
            f.Mark("tcpSocket", TcpSocket, "{}: the probe opens a connection.");
            return probe;
        });
}
