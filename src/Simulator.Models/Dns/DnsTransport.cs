namespace Simulator.Models.Dns;

/// <summary>What a query travels over.</summary>
public enum DnsTransport : byte
{
    Udp,
    Tcp,
}
