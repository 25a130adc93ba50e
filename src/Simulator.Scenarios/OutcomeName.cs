using System.Collections.Immutable;
using Simulator.Models.Pods;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>What results and scenarios call an outcome.</summary>
internal static class OutcomeName
{
    /// <summary>Those that a call can end with that ended badly.</summary>
    public static ImmutableArray<Outcome> Errors { get; } =
        [.. Enum.GetValues<Outcome>().Where(o => o is not (Outcome.Ok or Outcome.Unfinished))];

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Ok => ClientResult.Ok,
        Outcome.Timeout => ClientResult.Timeout,
        Outcome.Rejected => ClientResult.Rejected,
        Outcome.DnsError => ClientResult.DnsError,
        Outcome.ConnectionReset => "connection_reset",
        Outcome.ConnectionRefused => "connection_refused",
        Outcome.PoolTimeout => "pool_timeout",
        Outcome.DatabaseError => "database_error",
        Outcome.Shed => "shed",
        Outcome.CircuitOpen => "circuit_open",
        Outcome.Unfinished => ClientResult.Unfinished,
        _ => throw new InvalidOperationException($"Nobody has a name for {outcome}."),
    };
}
