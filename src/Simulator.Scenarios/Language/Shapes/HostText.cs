using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Simulator.Models.Dns;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>The scalars that are names of the network, or addresses.</summary>
internal static partial class HostText
{
    /// <summary>Of the hosts whose answers are given: full names, or globs.</summary>
    public const string GlobPattern = @"^([a-z0-9_*-]{1,63}\.)*[a-z0-9_*-]{1,63}$";

    private const string NamePattern = @"^([A-Za-z0-9_*-]{1,63}\.)*[A-Za-z0-9_*-]{1,63}\.?$";
    private const string LabelPattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
    private const string DomainPattern = @"^(" + Label + @"\.)*" + Label + "$";
    private const string SearchPattern = @"^(\.|(" + AnyLabel + @"\.)*" + AnyLabel + @"\.?)$";
    private const string Label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private const string AnyLabel = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

    /// <summary>As a program gives it to its resolver; a final dot keeps its meaning. Read in lower case.</summary>
    public static readonly ScalarShape<string> Host = TextOf(
        "a host name such as api.stripe.com",
        NamePattern,
        text => Mistake(text) ?? (DnsName.Aton(text) is null ? null : "an address is not looked up: use wait"));

    /// <summary>A Kubernetes namespace.</summary>
    public static readonly ScalarShape<string> Namespace = TextOf(
        "a namespace",
        LabelPattern,
        text => Mistake(text) ?? (LabelGrammar().IsMatch(text)
            ? null
            : "a namespace has lower-case letters, digits and dashes inside, at most 63"));

    /// <summary>A whole domain, without a final dot.</summary>
    public static readonly ScalarShape<string> Domain = TextOf(
        "a domain such as cluster.local",
        DomainPattern,
        text => Mistake(text) ?? (DomainGrammar().IsMatch(text)
            ? null
            : "a domain has lower-case letters, digits and dashes between its dots, and no dot at the end"));

    /// <summary>A search domain, or a single dot: the root.</summary>
    public static readonly ScalarShape<string> Search = TextOf(
        "a search domain such as ec2.internal",
        SearchPattern,
        text => text == "." ? null : Mistake(text) ?? (SearchGrammar().IsMatch(text)
            ? null
            : "a search domain has letters, digits, dashes and underscores between its dots"));

    /// <summary>Of a name server.</summary>
    public static readonly ScalarShape<string> Address = new()
    {
        What = "an IP address such as 10.0.0.2",
        Parse = s => DnsName.IsDottedQuad(s.Text) || DnsName.IsIpv6(s.Text)
            ? s.Text
            : new Mistake(
                "wrong-value",
                $"{Quote.Of(s.Text)} is not an IP address: name servers are written as 10.0.0.2 or fd00::53"),
        Format = t => t,
        Schema = () => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "string", ["format"] = "ipv4" },
                new JsonObject { ["type"] = "string", ["format"] = "ipv6" }),
        },
        Text = true,
    };

    /// <summary>Null, or why no host can have that name; in a glob, each <c>*</c> counts as one character.</summary>
    public static string? GlobMistake(string glob)
    {
        if (Mistake(glob) is { } mistake) return mistake;
        if (glob.EndsWith('.')) return "leave out the final dot: these names are full ones";
        return glob.AsSpan().ContainsAnyInRange('A', 'Z')
            ? "write it in lower case: name servers make no difference"
            : null;
    }

    private static string? Mistake(string text)
    {
        if (text.Contains("://") || text.Contains('/')) return "give the host alone, without a scheme or a path";
        if (text.Contains(':')) return "give the host alone, without a port";
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '*'))
            return "names have letters, digits, dashes, underscores and dots; what is not ASCII is written xn--…";
        if (text is "" or ".") return "there is no name";
        if (text.StartsWith('.') || text.Contains(".."))
            return "a dot has nothing before it: no resolver can send that";
        return DnsName.IsSendable(text)
            ? null
            : "no query can carry it: at most 63 characters between two dots, 253 in all";
    }

    private static ScalarShape<string> TextOf(string what, string pattern, Func<string, string?> mistake) => new()
    {
        What = what,
        Parse = s => s.Kind != ScalarKind.Text
            ? Is.NeedsQuotes(s)
            : mistake(s.Text) is { } reason
                ? new Mistake("bad-name", $"{Quote.Of(s.Text)}: {reason}")
                : s.Text.ToLowerInvariant(),
        Format = t => t,
        Schema = () => new JsonObject { ["type"] = "string", ["pattern"] = pattern, ["maxLength"] = 254 },
        Text = true,
    };

    [GeneratedRegex(LabelPattern)]
    private static partial Regex LabelGrammar();

    [GeneratedRegex(DomainPattern)]
    private static partial Regex DomainGrammar();

    [GeneratedRegex(SearchPattern)]
    private static partial Regex SearchGrammar();
}
