using System.CommandLine;
using System.Text;
using Simulator.Reports;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary><c>simulator truth dns</c>: replays recordings of real stub resolvers and compares.</summary>
internal static class TruthDnsCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var recordings = new Option<string?>("--recordings")
        {
            Description = "File of recordings (default: the ones that come with the simulator).",
            HelpName = "FILE.json",
        };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var output = new Option<string>("--out")
        {
            Description = "Folder for dns.csv.",
            DefaultValueFactory = _ => Path.Combine("results", "truth"),
        };
        var command = new Command("dns", "Stub resolvers against recordings of real ones.") 
        {
            recordings, format, output,
        };
        command.SetAction(parsed =>
        {
            Results.Check(parsed.GetValue(output)!);
            var rows = Read(parsed.GetValue(recordings)).Select(DnsTruth.Compare).ToList();
            Write(terminal, parsed.GetValue(output)!, rows, parsed.GetValue(format) == "json", cancel);
            return rows.TrueForAll(r => r.IsMet) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static IReadOnlyList<DnsRecording> Read(string? file) => file is null
        ? RecordingsInput.Valid(DnsRecordings.Shipped())
        : RecordingsInput.Read(file, t => DnsRecordings.Read(file, new MemoryStream(Encoding.UTF8.GetBytes(t))));

    private static void Write(
        Terminal terminal, string folder, List<DnsTruthRow> rows, bool json, CancellationToken cancel)
    {
        Results.Write(folder, [new ResultFile("dns.csv", s => DnsTruthCsv.Write(s, rows))], cancel);
        if (json)
        {
            using var text = new MemoryStream();
            DnsTruthReport.WriteJson(text, rows);
            terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
            return;
        }

        DnsTruthReport.Write(terminal.Console, rows);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"All of it: {Path.Combine(folder, "dns.csv")}");
    }
}
