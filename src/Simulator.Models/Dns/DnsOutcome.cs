using System.Collections.Immutable;

namespace Simulator.Models.Dns;

/// <summary>The end of a lookup: addresses, or the words that the program would print.</summary>
public sealed record DnsOutcome(LookupResult Result, ImmutableArray<string> Addresses, string Error)
{
    public bool IsFound => Result == LookupResult.Found;

    public static DnsOutcome Found(ImmutableArray<string> addresses) => new(LookupResult.Found, addresses, "");

    public static DnsOutcome Failed(LookupResult result, string error) => new(result, [], error);
}
