using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Simulator.Models.Dns;

namespace Simulator.Scenarios.Truth;

/// <summary>What a real resolver sent for one name against a scripted server.</summary>
public sealed record DnsRecording
{
    public required string Case { get; init; }

    /// <summary>Whose resolver; <c>-inet4</c>, <c>-addrconfig</c> and <c>-xN</c> say how it was called.</summary>
    public required string Profile { get; init; }

    public required string ResolvConf { get; init; }

    public required string Name { get; init; }

    public required ScriptedZone Zone { get; init; }

    public required ImmutableArray<RecordedSend> Sends { get; init; }

    public ImmutableArray<bool> Ok { get; init; } = [];

    /// <summary>Of the lookups that failed.</summary>
    public ImmutableArray<string> Err { get; init; } = [];

    public ImmutableArray<string> Addrs { get; init; } = [];

    /// <summary>Rounded like the sends' times; null: not recorded.</summary>
    public double? ElapsedMs { get; init; }

    /// <summary>The resolver draws lots: only counts and outcome are the same each time.</summary>
    public bool IsJittered { get; init; }

    /// <summary>Addresses of the host, with their prefix lengths; empty: not said.</summary>
    public ImmutableArray<string> HostAddresses { get; init; } = [];
}

/// <summary>One query as the server saw it.</summary>
public sealed record RecordedSend(double Ms, string Name, string Type, string Server, string Transport, string Reply);

/// <summary>The file's own form.</summary>
internal sealed record DnsRecordingFile
{
    public required DnsRecordingEntry[] Golden { get; init; }
}

/// <summary>The file's own form of one entry.</summary>
internal sealed record DnsRecordingEntry
{
    public required string Case { get; init; }

    public required string Profile { get; init; }

    public required string ResolvConf { get; init; }

    public required string Name { get; init; }

    public required JsonElement Zone { get; init; }

    public required JsonElement[][] Sends { get; init; }

    public bool[]? Ok { get; init; }

    public string[]? Err { get; init; }

    public string[]? Addrs { get; init; }

    public double? ElapsedVirtualMs { get; init; }

    public bool Jittered { get; init; }

    public string[]? Ifaddrs { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DnsRecordingFile))]
internal sealed partial class DnsRecordingJson : JsonSerializerContext;
