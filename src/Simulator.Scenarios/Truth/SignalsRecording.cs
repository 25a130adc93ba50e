using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Models.Pods.Signals;

namespace Simulator.Scenarios.Truth;

/// <summary>A command as PID 1 of a real namespace, and what SIGTERM did to it.</summary>
public sealed record SignalsRecording
{
    public required string Id { get; init; }

    public required string Group { get; init; }

    /// <summary>What was recorded, as the model takes it.</summary>
    public required SignalsOptions Options { get; init; }

    public required string Outcome { get; init; }

    public required double Pid1ExitMs { get; init; }

    public required bool KilledAfterGrace { get; init; }

    /// <summary>Before SIGTERM: each process's name and what it had told the kernel to do; empty: not
    /// recorded.</summary>
    public ImmutableArray<string> Tree { get; init; } = [];
}

/// <summary>The file's own form.</summary>
internal sealed record SignalsRecordingFile
{
    public SignalsRecordingMeta? Meta { get; init; }

    public required SignalsRecordingEntry?[] Results { get; init; }
}

/// <summary>The file's own form of what holds for all entries.</summary>
internal sealed record SignalsRecordingMeta
{
    public double? GraceS { get; init; }

    public string? Dotnet { get; init; }
}

/// <summary>The file's own form of one entry.</summary>
internal sealed record SignalsRecordingEntry
{
    public required string Id { get; init; }

    public string? Group { get; init; }

    public required string[] Argv { get; init; }

    public bool Handler { get; init; }

    /// <summary>Where it is not the one of all entries.</summary>
    public double? GraceS { get; init; }

    /// <summary>False: a control outside of a pid namespace of its own.</summary>
    public bool? Pidns { get; init; }

    public required string Outcome { get; init; }

    [JsonPropertyName("pid1_exit_ms")]
    public required double Pid1ExitMs { get; init; }

    public bool KilledAfterGrace { get; init; }

    public string? Out { get; init; }

    public SignalsRecordingProcess?[]? Tree { get; init; }

    /// <summary>Variables of its environment, where they matter.</summary>
    public Dictionary<string, string>? Env { get; init; }

    /// <summary>Texts of scripts by name, where a recording has them.</summary>
    public Dictionary<string, string>? Files { get; init; }
}

/// <summary>The file's own form of one process.</summary>
internal sealed record SignalsRecordingProcess
{
    public string? Comm { get; init; }

    public string? Sigterm { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SignalsRecordingFile))]
internal sealed partial class SignalsRecordingJson : JsonSerializerContext;
