using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>
/// Who sends requests: an open stream of arrivals, or a fixed number of users who wait for the answer.
/// </summary>
public sealed record ClientSpec
{
    public required EndpointRef Target { get; init; }

    /// <summary>Null: waits for ever.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>Null: an attempt may take as long as the call.</summary>
    public Duration? AttemptTimeout { get; init; }

    /// <summary>Null: a failed request is a failed call. What they follow is <see cref="RetryOn"/>.</summary>
    public RetryOptions? Retries { get; init; }

    /// <summary>Outcomes of an attempt that a retry follows.</summary>
    public ImmutableArray<Outcome> RetryOn { get; init; } = RetryOptions.Transient;

    /// <summary>Null: every attempt is made.</summary>
    public CircuitBreakerOptions? CircuitBreaker { get; init; }

    /// <summary>Given exactly when <see cref="Concurrency"/> is null.</summary>
    public ArrivalSpec? Arrival { get; init; }

    /// <summary>Closed loop: so many users, each with one request at a time.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Closed loop: the pause between an answer and the user's next request.</summary>
    public DistributionSpec<Duration> Think { get; init; } = NoPause;

    private static DistributionSpec<Duration> NoPause { get; } = DistributionSpec.Constant(Duration.Zero);

    internal static ObjectShape<ClientSpec> Shape { get; } = new(
        "client",
        "Who sends requests: an open stream of arrivals, or a fixed number of users who wait for the answer.",
        f =>
        {
            f.ExactlyOneOf("arrival", "concurrency");
            var client = new ClientSpec
            {
                Target = f.Required("target", References.Endpoint, "service/endpoint."),
                Timeout = f.MaybeValue(
                    "timeout", Amount.PositiveDuration,
                    "The client gives up a call after so long; the server works on. Default: never."),
                AttemptTimeout = f.MaybeValue(
                    "attemptTimeout", Amount.PositiveDuration,
                    "It gives up an attempt after so long, and tries again if retries allow. Default: as the call."),
                Retries = f.Maybe(
                    "retries", CallShapes.Retries, "Further attempts after one that failed. Default: none."),
                RetryOn = CallShapes.RetryOn(f),
                CircuitBreaker = f.Maybe(
                    "circuitBreaker", CallShapes.CircuitBreaker,
                    "Sends nothing for a while when too much has failed. Default: none."),
                Arrival = f.Maybe(
                    "arrival", ArrivalSpec.Shape, "Open model: when requests arrive, whatever became of earlier ones."),
                Concurrency = f.MaybeValue(
                    "concurrency", Is.Int(1, 1_000_000, "each user is simulated"),
                    "Closed model: so many users, each with one request at a time."),
                Think = f.Has("concurrency") || !f.IsReading
                    ? f.Optional(
                        "think", Chance.Duration, NoPause,
                        at => Chance.Constant(NoPause, at),
                        "Closed model: the pause between an answer and the user's next request.")
                    : NoPause,
            };
            f.Allows("think", f.Has("concurrency"), "only users of a closed model (concurrency) think");
            f.Check(
                () => !(client.AttemptTimeout > client.Timeout), "attemptTimeout", "out-of-range",
                () => $"{Quantities.Format(client.AttemptTimeout!.Value)} is longer than timeout, "
                    + $"{Quantities.Format(client.Timeout!.Value)}, which is the whole call's: no attempt would get "
                    + "so far. Lower attemptTimeout, or raise timeout");
            return client;
        });
}

/// <summary>An endpoint of a service, written <c>service/endpoint</c>.</summary>
public readonly record struct EndpointRef(string Service, string Endpoint)
{
    public override string ToString() => $"{Service}/{Endpoint}";
}
