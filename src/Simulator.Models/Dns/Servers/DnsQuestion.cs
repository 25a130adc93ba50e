namespace Simulator.Models.Dns.Servers;

/// <summary>What a query asks of a server.</summary>
/// <param name="Name">With its final dot.</param>
/// <param name="Type">A or AAAA.</param>
/// <param name="Transport">UDP or TCP.</param>
public readonly record struct DnsQuestion(string Name, RecordType Type, DnsTransport Transport);
