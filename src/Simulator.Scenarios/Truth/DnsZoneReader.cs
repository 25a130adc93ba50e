using System.Collections.Immutable;
using System.Globalization;
using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Truth;

/// <summary>Reads what scripted name servers say, from YAML or JSON; every mistake with its place.</summary>
public sealed class DnsZoneReader
{
    // Longer than any resolver waits.
    private const int LongestDelayMs = 1_000_000_000;

    private readonly DiagnosticBag _bag = new();

    private DnsZoneReader()
    {
    }

    /// <summary>A file of one zone, or of one recording with a zone in it.</summary>
    public static (ScriptedZone? Zone, ImmutableArray<Diagnostic> Errors) ReadFile(string path)
    {
        var reader = new DnsZoneReader();
        var text = SourceText.Load(path, path, SourceText.MaxBytes, reader._bag);
        return reader.Answer(text is null ? null : reader.Read(text, path));
    }

    /// <summary>The same of a text.</summary>
    public static (ScriptedZone? Zone, ImmutableArray<Diagnostic> Errors) ReadText(string text, string shownAs)
    {
        var reader = new DnsZoneReader();
        return reader.Answer(reader.Read(text, shownAs));
    }

    private (ScriptedZone? Zone, ImmutableArray<Diagnostic> Errors) Answer(ScriptedZone? zone) =>
        _bag.IsEmpty ? (zone, []) : (null, _bag.ToSorted());

    private ScriptedZone? Read(string text, string shownAs)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            _bag.Add(SourcePosition.StartOf(shownAs), "empty", "",
                "is empty; a zone is {default: {rcode: NXDOMAIN}, rules: [...]}");
            return null;
        }

        var root = NodeReader.Read(text, SourcePosition.StartOf(shownAs), null, _bag);
        if (root is MapNode recording && recording.Find("zone") is MapNode inner) root = inner;
        if (root is null) return null;
        if (AsMap(root, "zone") is not { } map) return null;
        Known(map, "zone", "default", "rules", "listen");
        var rules = map.Find("rules") is { } list ? List(list, "rules", Rule) : [];
        return new ScriptedZone
        {
            Default = map.Find("default") is { } action
                ? Action(action, "default")
                : new ZoneAction { Rcode = DnsRcode.NxDomain },
            Rules = rules,
            Listen = map.Find("listen") is { } listen ? List(listen, "listen", Text) : [],
        };
    }

    private ZoneRule Rule(Node node, string path)
    {
        if (AsMap(node, path) is not { } map) return new ZoneRule { Action = new ZoneAction() };
        Known(map, path, "name", "qtype", "server", "nth", "per_qtype", "action");
        if (map.Find("action") is null) Add(node, "missing-key", path,
            "a rule needs an action, such as {rcode: NXDOMAIN}");
        return new ZoneRule
        {
            Name = map.Find("name") is { } name ? NamePattern(name, $"{path}.name") : "*",
            Type = map.Find("qtype") is { } type ? Type(type, $"{path}.qtype") : null,
            Server = map.Find("server") is { } server ? Text(server, $"{path}.server") : "*",
            Nth = map.Find("nth") is { } nth && !IsNull(nth) ? List(nth, $"{path}.nth", Count) : [],
            CountsPerType = map.Find("per_qtype") is { } per && Flag(per, $"{path}.per_qtype"),
            Action = map.Find("action") is { } action ? Action(action, $"{path}.action") : new ZoneAction(),
        };
    }

    private ZoneAction Action(Node node, string path)
    {
        if (AsMap(node, path) is not { } map) return new ZoneAction();
        Known(map, path, "rcode", "a", "aaaa", "cname", "delay_ms", "drop", "tc", "lame");
        if (map.Entries.IsEmpty) Add(node, "missing-key", path,
            "says nothing: give rcode, a, aaaa, cname, drop, tc or lame");
        return new ZoneAction
        {
            Rcode = map.Find("rcode") is { } rcode ? Rcode(rcode, $"{path}.rcode") : DnsRcode.NoError,
            Ipv4 = map.Find("a") is { } a ? List(a, $"{path}.a", Ipv4) : [],
            Ipv6 = map.Find("aaaa") is { } aaaa ? List(aaaa, $"{path}.aaaa", Ipv6) : [],
            Alias = map.Find("cname") is { } alias && !IsNull(alias) ? Text(alias, $"{path}.cname") : null,
            Delay = map.Find("delay_ms") is { } delay ? Delay(delay, $"{path}.delay_ms") : Duration.Zero,
            Drops = map.Find("drop") is { } drop && Flag(drop, $"{path}.drop"),
            Truncates = map.Find("tc") is { } tc && Flag(tc, $"{path}.tc"),
            IsLame = map.Find("lame") is { } lame && Flag(lame, $"{path}.lame"),
        };
    }

    private MapNode? AsMap(Node node, string path)
    {
        if (node is MapNode map) return map;
        Add(node, "wrong-type", path, "must be a map of keys");
        return null;
    }

    private void Known(MapNode map, string path, params string[] keys)
    {
        foreach (var entry in map.Entries)
        {
            if (keys.Contains(entry.Key) || entry.Key.StartsWith("x-", StringComparison.Ordinal)) continue;
            _bag.Add(entry.KeyPosition, "unknown-key", path,
                $"there is no key {Quote.Of(entry.Key)}.{Suggestion.For(entry.Key, keys)}");
        }
    }

    // A single value stands for a list of one.
    private static ImmutableArray<T> List<T>(Node node, string path, Func<Node, string, T> read) => node switch
    {
        ListNode list => [.. list.Items.Select((item, i) => read(item, $"{path}[{i}]"))],
        _ when IsNull(node) => [],
        _ => [read(node, path)],
    };

    private string Text(Node node, string path)
    {
        if (node is ScalarNode { IsNull: false } scalar) return scalar.Text;
        Add(node, "wrong-type", path, "must be text");
        return "";
    }

    private string NamePattern(Node node, string path)
    {
        var name = Text(node, path);
        return name.EndsWith('*') ? name : DnsName.Rooted(name);
    }

    private RecordType? Type(Node node, string path)
    {
        switch (Text(node, path).ToUpperInvariant())
        {
            case "*":
                return null;
            case "A":
                return RecordType.A;
            case "AAAA":
                return RecordType.Aaaa;
            default:
                Add(node, "wrong-value", path,
                    $"{Shown(node)} is no type that a host lookup asks for: use A, AAAA or *");
                return null;
        }
    }

    private DnsRcode Rcode(Node node, string path)
    {
        var text = Text(node, path);
        if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 16)
            return (DnsRcode)number;
        string[] names = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];
        var index = Array.IndexOf(names, text.ToUpperInvariant());
        if (index < 0) Add(node, "wrong-value", path,
            $"{Shown(node)} is no response code.{Suggestion.For(text, names)}");
        return (DnsRcode)Math.Max(index, 0);
    }

    private string Ipv4(Node node, string path)
    {
        var text = Text(node, path);
        if (!DnsName.IsDottedQuad(text)) Add(node, "wrong-value", path,
            $"{Shown(node)} is no IPv4 address, such as 192.0.2.10");
        return text;
    }

    private string Ipv6(Node node, string path)
    {
        var text = Text(node, path);
        if (!DnsName.IsIpv6(text)) Add(node, "wrong-value", path,
            $"{Shown(node)} is no IPv6 address, such as 2001:db8::10");
        return text;
    }

    private int Count(Node node, string path)
    {
        if (int.TryParse((node as ScalarNode)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && n > 0) return n;
        Add(node, "wrong-value", path, $"{Shown(node)} is no whole number from 1 up");
        return 1;
    }

    private Duration Delay(Node node, string path)
    {
        if (double.TryParse((node as ScalarNode)?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms)
            && ms is >= 0 and <= LongestDelayMs) return Duration.FromMilliseconds(ms);
        Add(node, "wrong-value", path, $"{Shown(node)} is no number of milliseconds from 0 to {LongestDelayMs}");
        return Duration.Zero;
    }

    private bool Flag(Node node, string path)
    {
        if (IsNull(node)) return false;
        if (node is ScalarNode { Kind: ScalarKind.Boolean } scalar) return scalar.Text[0] is 't' or 'T';
        Add(node, "wrong-type", path, $"{Shown(node)} is neither true nor false");
        return false;
    }

    private static bool IsNull(Node node) => node is ScalarNode { IsNull: true };

    private static string Shown(Node node) => node is ScalarNode scalar ? Quote.Of(scalar.Text) : "this";

    private void Add(Node node, string code, string path, string message) =>
        _bag.Add(node.Position, code, path, message);
}
