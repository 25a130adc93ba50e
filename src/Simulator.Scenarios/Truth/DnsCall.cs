using System.Collections.Immutable;
using System.Globalization;
using Simulator.Models.Dns;

namespace Simulator.Scenarios.Truth;

/// <summary>What a recording's profile says: which resolver, and how it was called.</summary>
internal sealed record DnsCall(ResolverProfile Profile, bool Ipv4Only, int Count)
{
    /// <summary>Null when no resolver is known by that name.</summary>
    public static DnsCall? Of(DnsRecording recording)
    {
        var name = recording.Profile;
        var count = 1;
        var cross = name.LastIndexOf("-x", StringComparison.Ordinal);
        if (cross > 0
            && int.TryParse(name.AsSpan(cross + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && n is > 0 and <= 1000)
            (name, count) = (name[..cross], n);
        var ipv4Only = false;
        foreach (var suffix in (ReadOnlySpan<string>)["-inet4", "-ip4"])
        {
            if (!name.EndsWith(suffix, StringComparison.Ordinal)) continue;
            (name, ipv4Only) = (name[..^suffix.Length], true);
        }

        const string AddrConfig = "-addrconfig";
        if (name.EndsWith(AddrConfig, StringComparison.Ordinal))
            (name, ipv4Only) = (name[..^AddrConfig.Length], !HasIpv6(recording.HostAddresses));
        if (name == "cares-ghbn4") (name, ipv4Only) = ("cares", true);
        return Find(name) is { } profile ? new DnsCall(profile, ipv4Only, count) : null;
    }

    // A link-local address counts, ::1 does not.
    private static bool HasIpv6(ImmutableArray<string> addresses) =>
        addresses.Any(a => a.Contains(':') && !a.StartsWith("::1/", StringComparison.Ordinal));

    private static ResolverProfile? Find(string name)
    {
        if (ResolverProfile.Find(name) is { } profile) return profile;
        if (Is(name, "go")) return ResolverProfile.Find("go");
        if (Is(name, "cares") || Is(name, "c-ares")) return ResolverProfile.Find("c-ares");
        if (Is(name, "node-resolve4")) return ResolverProfile.Find("node-resolve");
        string[] known = ["glibc", "node-lookup", "java", "dotnet", "python"];
        return Array.Find(known, k => Is(name, k)) is { } same ? ResolverProfile.Find(same) : null;
    }

    private static bool Is(string name, string family) =>
        name == family || name.StartsWith(family + "-", StringComparison.Ordinal);
}
