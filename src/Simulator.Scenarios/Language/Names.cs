using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Simulator.Scenarios.Language;

/// <summary>What users may call things.</summary>
internal static partial class Names
{
    public const string Pattern = "^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";

    /// <summary>Keys that are ignored wherever they stand.</summary>
    public const string ExtensionPattern = "^x-";

    /// <summary>What metrics of lookups have in common.</summary>
    public const string OfLookups = "dns";

    /// <summary>What metrics of a service's connection pools have in common.</summary>
    public const string OfPools = "pools";

    /// <summary>What metrics of a database's PgBouncer have in common.</summary>
    public const string OfPgBouncer = "pgbouncer";

    /// <summary>The name servers that run under the CPU model, as their metrics and files call them.</summary>
    public const string CoreDns = "coredns";

    public const string NodeLocalDns = "node-local-dns";

    /// <summary>No service or client can be called so.</summary>
    public static readonly ImmutableArray<string> Reserved = [OfLookups, CoreDns, NodeLocalDns];

    /// <summary>Keys of the language to come; a file written for it gets a better answer than "unknown".</summary>
    public static readonly IReadOnlyList<string> Planned =
    [
        "extends",
    ];

    public static bool IsExtension(string key) => key.StartsWith("x-", StringComparison.Ordinal);

    public static bool IsValid(string name) => !name.EndsWith('\n') && Grammar().IsMatch(name);

    /// <summary>Null, or why that cannot be a name.</summary>
    public static string? Mistake(string name) => IsValid(name)
        ? null
        : "a name has letters, digits, dots, dashes and underscores, starts and ends with a letter or digit, "
            + "and is at most 63 long";

    [GeneratedRegex(Pattern)]
    private static partial Regex Grammar();
}
