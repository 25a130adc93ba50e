namespace Simulator.Models.Dns;

/// <summary>The two record types that a host lookup asks for.</summary>
public enum RecordType : byte
{
    A,
    Aaaa,
}
