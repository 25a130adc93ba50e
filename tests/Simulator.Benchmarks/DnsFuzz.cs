using System.Globalization;
using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Scenarios.Truth;

namespace Simulator.Benchmarks;

/// <summary><c>fuzz-dns [--count N] [--seed N]</c>: no resolv.conf, zone and name may crash or stall any
/// resolver.</summary>
public static class DnsFuzz
{
    private static readonly string[] Words =
    [
        "search", "domain", "nameserver", "options", "sortlist", "#", ";", " ", "\t", "\n", "\r\n", "\0", "é", ".",
        "..",
        "127.0.0.1", "127.0.0.2", "127.0.0.9", "::1", "fe80::1%eth0", "1.2.3.4.5", "0x7f.1", "a.example",
        "svc.cluster.local",
        "ndots:", "timeout:", "attempts:", "retrans:", "retry:", "rotate", "use-vc", "no-aaaa", "edns0", "trust-ad",
        "single-request", "single-request-reopen", "0", "1", "5", "-1", "99999999999999999999", ":", ",",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    private static readonly string[] ZoneWords =
    [
        "{", "}", "[", "]", ":", ", ", "default: ", "rules: ", "action: ", "name: ", "qtype: ", "server: ", "nth: ",
        "rcode: ",
        "drop: true", "tc: true", "lame: true", "a: 10.0.0.1", "cname: b.", "delay_ms: 400", "NXDOMAIN", "SERVFAIL",
        "'*'", "1",
        "-1", "&a", "*a", "\n", "  ", "- ", "\"", "'", "\0", "A", "AAAA",
    ];

    private static readonly string[] Actions =
    [
        "{rcode: NXDOMAIN}", "{rcode: SERVFAIL}", "{rcode: REFUSED}", "{rcode: FORMERR}", "{rcode: 9}", "{drop: true}",
        "{a: 10.0.0.1}", "{a: 10.0.0.1, tc: true}", "{rcode: NOERROR}", "{rcode: NOERROR, lame: true}",
        "{cname: b.example.}",
        "{aaaa: '::2', delay_ms: 700}", "{a: 10.0.0.1, delay_ms: 5000}", "{rcode: NXDOMAIN, delay_ms: 1000}",
    ];

    private static readonly string[] Names =
    [
        "redis", "a.example", "a.example.", ".", "..", "a..b", "127.0.0.1", "::1", "-", " ", "é", new string('a', 64),
        new string('a', 300), string.Join('.', Enumerable.Repeat("a", 130)), "1.2", "x.onion", "a.",
    ];

    /// <summary>0 when all inputs got an answer.</summary>
    public static int Run(string[] args)
    {
        var count = int.Parse(Option(args, "--count") ?? "100000", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Option(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        for (var n = 0; n < count; n++)
        {
            if (Try(seed, n) is not { } mistake) continue;
            Console.Error.WriteLine($"input {n} of seed {seed}: {mistake}");
            return 1;
        }

        Console.WriteLine($"{count} lookups, all answered, seed {seed}");
        return 0;
    }

    /// <summary>Null, or what went wrong with that input.</summary>
    public static string? Try(ulong seed, int n)
    {
        var random = new RandomStream(seed, n, "dns-fuzz");
        var profile = ResolverProfile.All[random.NextInt(ResolverProfile.All.Length)];
        var (conf, name) = (Text(random, Words, 30), Names[random.NextInt(Names.Length)]);
        try
        {
            var (broken, errors) = DnsZoneReader.ReadText(Text(random, ZoneWords, 20), "z");
            if (broken is null && errors.IsEmpty) return "a zone that is neither read nor refused";
            var (zone, mistakes) = DnsZoneReader.ReadText(Zone(random), "z");
            if (zone is null) return $"a good zone is refused: {mistakes[0]}";
            var result = DnsReplay.Run(new DnsReplayOptions
            {
                Profile = profile,
                ResolvConf = conf,
                Zone = zone,
                Name = name,
                Count = 1 + random.NextInt(3),
                AtOnce = random.NextInt(2) == 0,
                Seed = seed,
            });
            return result.Lookups.IsEmpty && !result.IsCut ? $"no outcome: {profile.Name}, {name}, {conf}" : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{profile.Name}, '{name}', '{conf}': {e}";
        }
    }

    private static string Text(RandomStream random, string[] words, int most)
    {
        var text = "";
        for (var left = random.NextInt(most); left > 0; left--)
        {
            var gap = random.NextInt(4) switch { 0 or 1 => " ", 2 => "\n", _ => "" };
            text += words[random.NextInt(words.Length)] + gap;
        }

        return text;
    }

    private static string Zone(RandomStream random)
    {
        var rules = Enumerable.Range(0, random.NextInt(4)).Select(_ => Rule(random)).ToList();
        return $"{{default: {Action(random)}, rules: [{string.Join(", ", rules)}]}}";
    }

    private static string Rule(RandomStream random)
    {
        var type = random.NextInt(2) == 0 ? "A" : "'*'";
        var server = random.NextInt(2) == 0 ? "127.0.0.1" : "'*'";
        var nth = random.NextInt(3) == 0 ? "nth: [1, 3], " : "";
        return $"{{qtype: {type}, server: {server}, {nth}action: {Action(random)}}}";
    }

    private static string Action(RandomStream random) => Actions[random.NextInt(Actions.Length)];

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
