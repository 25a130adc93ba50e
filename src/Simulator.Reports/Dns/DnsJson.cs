using System.Text.Encodings.Web;
using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Scenarios.Truth;

namespace Simulator.Reports.Dns;

/// <summary>One replay as JSON; <c>sends</c>, <c>ok</c>, <c>err</c> and <c>addrs</c> have the recordings'
/// shape.</summary>
public static class DnsJson
{
    private static readonly JsonWriterOptions Style = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Stream stream, DnsReplayOptions options, DnsReplayResult result)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        var sends = DnsShape.Sends(result, options.Zone);
        using (var json = new Utf8JsonWriter(stream, Style))
        {
            json.WriteStartObject();
            json.WriteString("name", options.Name);
            json.WriteString("resolver", options.Profile.Name);
            json.WriteNumber("queries", sends.Length);
            json.WriteNumber("names", sends.Select(s => s.Name).Distinct().Count());
            Sends(json, sends);
            Outcomes(json, options, result);
            json.WriteBoolean("cut", result.IsCut);
            json.WriteStartArray("remarks");
            foreach (var remark in result.Conf.Remarks) json.WriteStringValue($"line {remark.Line}: {remark.Text}");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Sends(Utf8JsonWriter json, IEnumerable<RecordedSend> sends)
    {
        json.WriteStartArray("sends");
        foreach (var send in sends)
        {
            json.WriteStartArray();
            json.WriteNumberValue(send.Ms);
            foreach (var text in (ReadOnlySpan<string>)[send.Name, send.Type, send.Server, send.Transport, send.Reply])
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Outcomes(Utf8JsonWriter json, DnsReplayOptions options, DnsReplayResult result)
    {
        json.WriteStartArray("ok");
        foreach (var lookup in result.Lookups) json.WriteBooleanValue(lookup.Outcome.IsFound);
        json.WriteEndArray();
        json.WriteStartArray("err");
        foreach (var lookup in result.Lookups)
            if (!lookup.Outcome.IsFound) json.WriteStringValue(lookup.Outcome.Error);
        json.WriteEndArray();
        json.WriteStartArray("addrs");
        foreach (var address in result.Lookups.SelectMany(l => l.Outcome.Addresses).Distinct())
            json.WriteStringValue(address);
        json.WriteEndArray();
        if (result.Lookups.Any(l => l.End == SimTime.Never))
        {
            json.WriteNull("elapsed_virtual_ms");
            json.WriteNull("elapsed_ms");
            return;
        }

        json.WriteNumber("elapsed_virtual_ms", DnsShape.Rounded(result.Elapsed, options.Zone));
        json.WriteNumber("elapsed_ms", result.Elapsed.TotalMilliseconds);
    }
}
