namespace Simulator.Models.Dns;

/// <summary>One query on its way from a stub resolver to a name server.</summary>
/// <param name="Id">Counts from 0 within a walk; the reply names it.</param>
/// <param name="Step">Which name of the walk, from 0.</param>
/// <param name="Name">As on the wire, with its final dot.</param>
/// <param name="Type">What is asked for.</param>
/// <param name="Server">Index into <see cref="ResolvConf.Servers"/>.</param>
/// <param name="Transport">UDP, or TCP after a truncated reply or by option.</param>
/// <param name="Socket">Same number, same source port; counts from 1 within a walk.</param>
public readonly record struct DnsSend(
    int Id, int Step, string Name, RecordType Type, int Server, DnsTransport Transport, int Socket);
