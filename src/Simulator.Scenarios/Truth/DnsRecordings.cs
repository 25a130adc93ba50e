using System.Text.Json;

namespace Simulator.Scenarios.Truth;

/// <summary>Reads files of recordings: one JSON object with the entries under <c>golden</c>.</summary>
public static class DnsRecordings
{
    /// <summary>The recordings that the project ships.</summary>
    public static (IReadOnlyList<DnsRecording> Recordings, IReadOnlyList<string> Errors) Shipped()
    {
        using var stream = typeof(DnsRecordings).Assembly.GetManifestResourceStream("dns.json")!;
        return Read("dns.json", stream);
    }

    /// <summary>All errors are reported, each with its entry; those of JSON with line and column.</summary>
    public static (IReadOnlyList<DnsRecording> Recordings, IReadOnlyList<string> Errors) Read(string name,
        Stream stream)
    {
        DnsRecordingFile file;
        try
        {
            file = JsonSerializer.Deserialize(stream, DnsRecordingJson.Default.DnsRecordingFile)
                ?? throw new JsonException("the file holds null");
        }
        catch (JsonException e)
        {
            var at = $"{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}";
            return ([], [$"{name}:{at}: error[json] {e.Message.Split(" Path:")[0]}"]);
        }

        var recordings = new List<DnsRecording>();
        var errors = new List<string>();
        foreach (var (i, entry) in (file.Golden ?? []).Index())
        {
            var (recording, problem) = Of(entry);
            if (recording is not null) recordings.Add(recording);
            else errors.Add($"{name}:1:1: error[recording] golden[{i}]: {problem}");
        }

        if (recordings.Count == 0 && errors.Count == 0)
            errors.Add($"{name}:1:1: error[empty] no recording in the file");
        return (recordings, errors);
    }

    private static (DnsRecording? Recording, string? Problem) Of(DnsRecordingEntry? entry)
    {
        if (entry is null) return (null, "null is no recording");
        if (entry.Case is null || entry.Profile is null || entry.ResolvConf is null || string.IsNullOrEmpty(entry.Name))
            return (null, "case, profile, resolv_conf and name must be text");
        var (zone, mistakes) = DnsZoneReader.ReadText(entry.Zone.GetRawText(), "zone");
        if (zone is null)
            return (null, $"{entry.Case}/{entry.Profile}: {(mistakes.IsEmpty ? "no zone" : $"{mistakes[0]}")}");
        if (entry.Sends is null || !Array.TrueForAll(entry.Sends, IsSend))
            return (null, $"{entry.Case}/{entry.Profile}: sends are [virtual_ms, qname, qtype, server, proto, reply]");
        return (new DnsRecording
        {
            Case = entry.Case,
            Profile = entry.Profile,
            ResolvConf = entry.ResolvConf,
            Name = entry.Name,
            Zone = zone,
            Sends =
            [
                .. entry.Sends.Select(s => new RecordedSend(
                    s[0].GetDouble(), s[1].GetString()!, s[2].GetString()!, s[3].GetString()!, s[4].GetString()!,
                        s[5].GetString()!)),
            ],
            Ok = [.. entry.Ok ?? []],
            Err = [.. entry.Err ?? []],
            Addrs = [.. entry.Addrs ?? []],
            ElapsedMs = entry.ElapsedVirtualMs,
            IsJittered = entry.Jittered,
            HostAddresses = [.. entry.Ifaddrs ?? []],
        }, null);
    }

    private static bool IsSend(JsonElement[]? send) =>
        send is { Length: >= 6 } && send[0].ValueKind == JsonValueKind.Number
        && Array.TrueForAll(send[1..6], e => e.ValueKind == JsonValueKind.String);
}
