using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Scenarios.Truth;
using Spectre.Console;

namespace Simulator.Reports.Dns;

/// <summary>One replay as a table that can be pasted anywhere: what was sent, what came back, and what it
/// cost.</summary>
public static class DnsReport
{
    private const int MostRows = 400;

    /// <param name="console">Where to.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="result">What happened.</param>
    /// <param name="source">Of the resolv.conf, for a person.</param>
    public static void Write(IAnsiConsole console, DnsReplayOptions options, DnsReplayResult result, string source)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        console.MarkupLine($"[bold]{Text(options.Name)}[/] by [bold]{options.Profile.Name}[/], {Text(source)}");
        console.MarkupLine($"[dim]{Text(Understood(result.Conf, options.Profile.Family))}[/]");
        foreach (var remark in result.Conf.Remarks.Take(20))
            console.MarkupLine($"[yellow]line {remark.Line}: {Text(remark.Text)}[/]");
        console.WriteLine();
        if (!result.Exchanges.IsEmpty)
        {
            Queries(console, result);
            console.WriteLine();
        }

        Outcomes(console, options, result);
    }

    private static void Queries(IAnsiConsole console, DnsReplayResult result)
    {
        var grid = new Grid();
        var several = result.Exchanges.Any(e => e.Lookup > 0);
        // Where all goes over UDP, as it mostly does, the room is the name's.
        var viaTcp = result.Exchanges.Any(e => e.Send.Transport == DnsTransport.Tcp);
        string[] columns =
        [
            "time", .. several ? ["lookup"] : Array.Empty<string>(), "name", "type", "server",
            .. viaTcp ? ["via"] : Array.Empty<string>(), "reply",
        ];
        foreach (var column in columns)
        {
            grid.AddColumn(new GridColumn
            {
                Alignment = column is "time" or "lookup" ? Justify.Right : Justify.Left,
                Padding = new Padding(column == "time" ? 0 : 2, 0, 0, 0),
                NoWrap = true,
            });
        }

        grid.AddRow([.. columns.Select(c => $"[dim]{c}[/]")]);
        foreach (var exchange in result.Exchanges.Take(MostRows))
        {
            string[] cells =
            [
                Time(exchange.At - SimTime.Zero),
                .. several ? [$"{exchange.Lookup + 1}"] : Array.Empty<string>(),
                Text(exchange.Send.Name),
                DnsShape.TypeText(exchange.Send.Type),
                Text(exchange.Server),
                .. viaTcp ? [DnsShape.TransportText(exchange.Send.Transport)] : Array.Empty<string>(),
                Reply(exchange),
            ];
            grid.AddRow(cells);
        }

        console.Write(grid);
        if (result.Exchanges.Length > MostRows)
            console.MarkupLine($"[dim]… and {result.Exchanges.Length - MostRows} more (--format json: all)[/]");
    }

    private static string Reply(DnsExchange exchange) => exchange switch
    {
        { IsRefused: true } => "[red]refused (nobody listens)[/]",
        { Reply: "DROP" } => "[red]no reply[/]",
        { Reply: "ANSWER" } => "[green]ANSWER[/]",
        { Reply: "NXDOMAIN" or "NODATA" } => $"[dim]{exchange.Reply}[/]",
        _ => $"[yellow]{exchange.Reply}[/]",
    };

    private static void Outcomes(IAnsiConsole console, DnsReplayOptions options, DnsReplayResult result)
    {
        foreach (var group in result.Lookups.GroupBy(l => (l.Outcome.IsFound, Words(l))))
        {
            var mark = group.Key.IsFound ? "[green]✓[/]" : "[red]✗[/]";
            var times = options.Count > 1 ? $"{group.Count()} × " : "";
            console.MarkupLine($"{mark} {times}{Text(group.Key.Item2)}");
        }

        var queries = result.Exchanges.Count(e => !e.IsRefused);
        var names = result.Exchanges.Where(e => !e.IsRefused).Select(e => e.Send.Name).Distinct().Count();
        var nothing = result.Exchanges.Count(e => e.Reply == "NXDOMAIN");
        console.MarkupLine($"[bold]{Count(queries, "query", "queries")}[/] for {Count(names, "name", "names")}"
            + (nothing > 0 ? $", {nothing} of them NXDOMAIN" : "")
            + $"; {(result.Lookups.Any(l => l.End == SimTime.Never) ? "never ends" : Time(result.Elapsed))} in all");
        if (result.Elapsed == Duration.Zero)
            console.MarkupLine("[dim]servers answer at once here; a --zone gives their delays, losses and errors[/]");
        if (result.IsCut) console.MarkupLine("[yellow]stopped there: more queries or years than anybody waits for[/]");
    }

    private static string Words(DnsLookup lookup)
    {
        var outcome = lookup.Outcome;
        var words = outcome.IsFound ? $"found {string.Join(", ", outcome.Addresses)}" : $"failed: {outcome.Error}";
        return lookup.IsCached ? words + " (from the cache)" : words;
    }

    private static string Understood(ResolvConf conf, ResolverFamily family)
    {
        var search = family == ResolverFamily.NodeResolve
            ? "search list never used"
            : $"{Count(conf.Search.Length, "search domain", "search domains")}, ndots:{conf.Ndots}";
        string[] flags =
        [
            .. conf.Rotate ? ["rotate"] : Array.Empty<string>(),
            .. conf.SingleRequest ? ["single-request"] : Array.Empty<string>(),
            .. conf.SingleRequestReopen ? ["single-request-reopen"] : Array.Empty<string>(),
            .. conf.UseVc ? ["use-vc"] : Array.Empty<string>(),
            .. conf.NoAaaa ? ["no-aaaa"] : Array.Empty<string>(),
        ];
        return $"reads it as {search}, {Count(conf.Servers.Length, "server", "servers")}, "
            + $"timeout {Time(conf.Timeout)}, attempts {conf.Attempts}{string.Concat(flags.Select(f => ", " + f))}";
    }

    private static string Count(int n, string one, string many) => n == 1 ? $"1 {one}" : $"{n} {many}";

    private static string Time(Duration time) => time switch
    {
        { Nanoseconds: >= 1_000_000_000 } => $"{time.TotalSeconds:0.###} s",
        _ => $"{time.TotalMilliseconds:0.###} ms",
    };

    // A name may hold anything that a resolv.conf does.
    private static string Text(string text) =>
        Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)));
}
