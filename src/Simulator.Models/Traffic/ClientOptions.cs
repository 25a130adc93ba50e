using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>A client's name and patience, and what it does about failures.</summary>
public sealed record ClientOptions
{
    /// <summary>Names its random streams, and with them its chances.</summary>
    public required string Name { get; init; }

    /// <summary>Of a call, from the intended arrival; null: waits for ever.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>Of each attempt, from its sending; null: as long as the call may take.</summary>
    public Duration? AttemptTimeout { get; init; }

    /// <summary>Null: a failed request is a failed call.</summary>
    public RetryOptions? Retries { get; init; }

    /// <summary>Null: every attempt is made.</summary>
    public CircuitBreakerOptions? CircuitBreaker { get; init; }

    /// <summary>A call is more than one request, or none.</summary>
    public bool HasAttempts => AttemptTimeout is not null || Retries is not null || CircuitBreaker is not null;
}
