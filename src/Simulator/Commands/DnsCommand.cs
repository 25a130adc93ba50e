using System.CommandLine;
using System.Text;
using Simulator.Models.Dns;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary><c>simulator dns NAME</c>: every query that a stub resolver sends for one name.</summary>
internal static class DnsCommand
{
    private const int MostLookups = 1000;
    private const int LongestConf = 1 << 20;

    // A pod of namespace default on EKS in us-east-1, whose node's own domain is the fourth.
    private const string PodConf = """
        search default.svc.cluster.local svc.cluster.local cluster.local ec2.internal
        nameserver 172.20.0.10
        options ndots:5

        """;

    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "What the program asks for; a final dot is part of it.",
        };
        var conf = new Option<string?>("--resolv-conf")
        {
            Description = "resolv.conf of the program (default: a pod's on EKS, four search domains, ndots:5).",
            HelpName = "FILE",
        };
        var resolver = new Option<string>("--resolver")
        {
            Description = string.Join(", ", ResolverProfile.All.Select(p => p.Name)),
            DefaultValueFactory = _ => "glibc",
        };
        resolver.AcceptOnlyFromAmong([.. ResolverProfile.All.Select(p => p.Name)]);
        var zone = new Option<string?>("--zone")
        {
            Description = "What the name servers say (default: the name exists as it is, the search suffixes do not).",
            HelpName = "FILE",
        };
        var count = NumberOption.Of("--count", $"Lookups in one process, up to {MostLookups}, one after the other.", 1);
        var atOnce = new Option<bool>("--at-once") { Description = "All lookups of --count start together." };
        var ipv4 = new Option<bool>("--ipv4")
        {
            Description = "A only: AF_INET, preferIPv4Stack, or AI_ADDRCONFIG on a host without IPv6.",
        };
        var format = new Option<string>("--format")
        {
            Description = "table or json",
            DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("dns", "Show every query that a stub resolver sends for a name.")
        {
            name, conf, resolver, zone, count, atOnce, ipv4, format,
        };
        command.SetAction(parsed =>
        {
            var asked = Name(parsed.GetRequiredValue(name));
            var options = new DnsReplayOptions
            {
                Profile = ResolverProfile.Find(parsed.GetRequiredValue(resolver))!,
                ResolvConf = Conf(parsed.GetValue(conf)),
                Zone = Zone(parsed.GetValue(zone), asked),
                Name = asked,
                Ipv4Only = parsed.GetValue(ipv4),
                Count = Count(parsed.GetValue(count) ?? 1),
                AtOnce = parsed.GetValue(atOnce),
            };
            var source = parsed.GetValue(conf) is { } file ? Path.GetFileName(file) : "a pod's resolv.conf on EKS";
            Write(terminal, options, source, parsed.GetValue(format) == "json");
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(Terminal terminal, DnsReplayOptions options, string source, bool json)
    {
        var result = DnsReplay.Run(options);
        if (!json)
        {
            DnsReport.Write(terminal.Console, options, result, source);
            return;
        }

        using var text = new MemoryStream();
        DnsJson.Write(text, options, result);
        terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
    }

    private static string Name(string name) => name.Length > 0 && !name.Contains('\0')
        ? name
        : throw new UserMistakeException(["NAME: error[wrong-value] a name has at least one character"]);

    private static int Count(int count) => count <= MostLookups
        ? count
        : throw new UserMistakeException([$"--count: error[wrong-value] {count} is more than {MostLookups} lookups"]);

    // Whatever the bytes are: each resolver reads what it can.
    private static string Conf(string? file)
    {
        if (file is null) return PodConf;
        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[LongestConf + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= LongestConf
                ? Encoding.UTF8.GetString(buffer, 0, length)
                : throw UserMistakeException.File(file, "too-big", "has more than 1 MB, the most that is read");
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e) || e is ArgumentException)
        {
            throw UserMistakeException.File(file, "unreadable", e);
        }
    }

    private static ScriptedZone Zone(string? file, string name)
    {
        if (file is null) return ScriptedZone.OnlyPublic(name);
        var (zone, errors) = DnsZoneReader.ReadFile(file);
        return zone ?? throw new UserMistakeException([.. errors.Select(e => e.ToString())]);
    }
}
