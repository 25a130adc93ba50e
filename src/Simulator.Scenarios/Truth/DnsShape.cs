using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Dns;

namespace Simulator.Scenarios.Truth;

/// <summary>A replay in the form of the recordings.</summary>
public static class DnsShape
{
    // Recorded times are rounded down, which takes the machine's own noise out.
    private static readonly Duration Coarse = Duration.FromMilliseconds(500);
    private static readonly Duration Fine = Duration.FromMilliseconds(20);

    /// <summary>What the servers saw, in order: a query that meets nobody is not there.</summary>
    public static ImmutableArray<RecordedSend> Sends(DnsReplayResult result, ScriptedZone zone)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. result.Exchanges.Where(e => !e.IsRefused).Select(e => new RecordedSend(
                Rounded(e.At - SimTime.Zero, zone), e.Send.Name, TypeText(e.Send.Type), e.Server,
                TransportText(e.Send.Transport), e.Reply)),
        ];
    }

    /// <summary>Milliseconds: down to 20 where replies take time, else to 500.</summary>
    public static double Rounded(Duration time, ScriptedZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var step = zone.HasDelays ? Fine : Coarse;
        return (step * (time.Nanoseconds / step.Nanoseconds)).TotalMilliseconds;
    }

    public static string TypeText(RecordType type) => type == RecordType.A ? "A" : "AAAA";

    public static string TransportText(DnsTransport transport) => transport == DnsTransport.Udp ? "udp" : "tcp";
}
