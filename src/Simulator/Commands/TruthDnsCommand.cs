using System.Text;
using Simulator.Reports;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Truth;

namespace Simulator.Commands;

/// <summary><c>simulator truth dns</c>: replays recordings of real stub resolvers and compares.</summary>
internal static class TruthDnsCommand
{
    public static TruthVerb Verb => new()
    {
        Name = "dns",
        About = "Stub resolvers against recordings of real ones.",
        Artifacts = "dns.csv",
        Compare = (file, _) =>
        {
            var rows = Read(file).Select(DnsTruth.Compare).ToList();
            return new TruthResult(
                rows.TrueForAll(r => r.IsMet),
                [new ResultFile("dns.csv", s => DnsTruthCsv.Write(s, rows))],
                console => DnsTruthReport.Write(console, rows),
                stream => DnsTruthReport.WriteJson(stream, rows));
        },
    };

    private static IReadOnlyList<DnsRecording> Read(string? file) => file is null
        ? RecordingsInput.Valid(DnsRecordings.Shipped())
        : RecordingsInput.Read(file, t => DnsRecordings.Read(file, new MemoryStream(Encoding.UTF8.GetBytes(t))));
}
