using System.Collections.Immutable;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A pod's dnsConfig, or a node's own resolv.conf.</summary>
public sealed record DnsConfigSpec
{
    // MaxDNSNameservers, MaxDNSSearchPaths, MaxDNSSearchListChars (kubernetes, pkg/apis/core/validation).
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchCharacters = 2048;

    private const string SearchesDoc = "Search domains, in order.";
    private const string OptionsDoc = "Options by name: [{name: ndots, value: \"2\"}, {name: no-aaaa}].";
    private const string Refusal = "the API server refuses more";

    public ImmutableArray<string> Nameservers { get; init; } = [];

    public ImmutableArray<string> Searches { get; init; } = [];

    public ImmutableArray<DnsOptionSpec> Options { get; init; } = [];

    /// <summary>A node that asks the VPC's resolver, and has no search domain.</summary>
    internal static DnsConfigSpec Vpc { get; } = new() { Nameservers = ["169.254.169.253"] };

    internal static ObjectShape<DnsConfigSpec> Pod { get; } = new(
        "dnsConfig",
        "What is added to the pods' resolv.conf, within the API server's limits.",
        f =>
        {
            var config = new DnsConfigSpec
            {
                Nameservers = f.Section(
                    "nameservers",
                    new ListShape<string>(HostText.Address)
                    {
                        Of = "name servers",
                        AtMost = MaxNameservers,
                        TooMany = Refusal,
                    },
                    "Addresses, after the cluster's own."),
                Searches = f.Section(
                    "searches",
                    new ListShape<string>(HostText.Search)
                    {
                        Of = "search domains",
                        AtMost = MaxSearches,
                        TooMany = Refusal,
                    },
                    "Search domains, after those of the policy."),
                Options = f.Section("options", DnsOptionSpec.List, OptionsDoc),
            };
            f.Check(
                () => string.Join(' ', config.Searches).Length <= MaxSearchCharacters, "searches", "out-of-range",
                () => $"{string.Join(' ', config.Searches).Length} characters of search domains; "
                    + $"the API server refuses more than {MaxSearchCharacters}");
            return config;
        });

    internal static ObjectShape<DnsConfigSpec> Node { get; } = new(
        "resolvConf",
        "A node's own resolv.conf: the resolver outside, and search domains that pods get too.",
        f => new DnsConfigSpec
        {
            Nameservers = f.Optional(
                "nameservers",
                new ListShape<string>(HostText.Address) { Of = "name servers", AtLeast = 1, AtMost = 16 },
                Vpc.Nameservers,
                at => new ListNode(
                    at,
                    [.. Vpc.Nameservers.Select(n => HostText.Address.Write(n, at, Defaults.Origin))],
                    Defaults.Origin),
                "Addresses of the resolver outside, such as the VPC's."),
            Searches = f.Section(
                "searches",
                new ListShape<string>(HostText.Search) { Of = "search domains", AtMost = 100 },
                "Search domains, such as ec2.internal; pods get them after the cluster's."),
            Options = f.Section("options", DnsOptionSpec.List, OptionsDoc),
        });
}

/// <summary>One of the options of resolv.conf, such as ndots with 2.</summary>
public sealed record DnsOptionSpec(string Name, string? Value)
{
    // resolv.conf(5); musl, Go and c-ares know some of them.
    private static readonly ImmutableArray<string> WithNumber = ["ndots", "timeout", "attempts"];

    private static readonly ImmutableArray<string> Flags =
    [
        "rotate", "single-request", "single-request-reopen", "use-vc", "no-aaaa", "edns0", "trust-ad", "no-reload",
        "no-tld-query", "no-check-names", "inet6", "debug",
    ];

    private static ScalarShape<string> Number { get; } = new()
    {
        What = "a number in quotes, such as \"2\"",
        Parse = s => s.Kind is ScalarKind.Integer or ScalarKind.Number
            ? new Mistake("wrong-type", $"Kubernetes takes values of options as text: put quotes around {s.Text}")
            : s.Text.Length is > 0 and <= 4 && s.Text.All(char.IsAsciiDigit)
                ? s.Text
                : new Mistake("wrong-value", $"{Quote.Of(s.Text)} is not a number such as \"2\""),
        Format = t => t,
        Schema = () => new() { ["type"] = "string", ["pattern"] = "^[0-9]{1,4}$" },
        Text = true,
    };

    private static ObjectShape<DnsOptionSpec> Shape { get; } = new(
        "dnsOption",
        "One of the options of resolv.conf.",
        f =>
        {
            var option = new DnsOptionSpec(
                f.Required(
                    "name", Is.OneOf([.. WithNumber.Concat(Flags).Select(n => (n, n))]),
                    "As resolv.conf(5) calls it."),
                f.Maybe("value", Number, "Of ndots, timeout (seconds) and attempts, in quotes as in a pod's spec."));
            f.Check(
                () => WithNumber.Contains(option.Name) == option.Value is not null,
                option.Value is null ? "name" : "value", "one-of",
                () => option.Value is null
                    ? $"{option.Name} needs a value: {{name: {option.Name}, value: \"2\"}}"
                    : $"{option.Name} takes no value: it is there or not");
            return option;
        });

    internal static ListShape<DnsOptionSpec> List { get; } = new(Shape) { Of = "options", AtMost = 100 };
}
