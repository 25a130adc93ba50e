using System.Text.Json;
using Simulator.Kernel;

namespace Simulator.Scenarios.Truth;

/// <summary>Reads files of recordings: one JSON object with the entries under <c>results</c>.</summary>
public static class SignalsRecordings
{
    // Of the harness of the recordings that come with the simulator.
    private const double DefaultGrace = 10;

    /// <summary>The recordings that the project ships.</summary>
    public static (IReadOnlyList<SignalsRecording> Recordings, IReadOnlyList<string> Errors) Shipped()
    {
        using var stream = typeof(SignalsRecordings).Assembly.GetManifestResourceStream("signals.json")!;
        return Read("signals.json", stream);
    }

    /// <summary>All errors are reported, each with its entry; those of JSON with line and column.</summary>
    public static (IReadOnlyList<SignalsRecording> Recordings, IReadOnlyList<string> Errors) Read(
        string name, Stream stream)
    {
        SignalsRecordingFile file;
        try
        {
            file = JsonSerializer.Deserialize(stream, SignalsRecordingJson.Default.SignalsRecordingFile)
                ?? throw new JsonException("the file holds null");
        }
        catch (JsonException e)
        {
            var at = $"{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}";
            return ([], [$"{name}:{at}: error[json] {e.Message.Split(" Path:")[0]}"]);
        }

        var grace = file.Meta?.GraceS ?? DefaultGrace;
        var recordings = new List<SignalsRecording>();
        var errors = new List<string>();
        if (grace is not (> 0 and < 86_400)) errors.Add($"{name}:1:1: error[recording] meta: grace_s must be above 0");
        foreach (var (i, entry) in (file.Results ?? []).Index())
        {
            if (Problem(entry) is { } problem) errors.Add($"{name}:1:1: error[recording] results[{i}]: {problem}");
            else if (errors.Count == 0) recordings.Add(Of(entry!, Duration.FromSeconds(grace)));
        }

        if (recordings.Count == 0 && errors.Count == 0)
            errors.Add($"{name}:1:1: error[empty] no recording in the file");
        return (errors.Count == 0 ? recordings : [], errors);
    }

    private static string? Problem(SignalsRecordingEntry? entry) => entry switch
    {
        null => "null is no recording",
        { Id: null } or { Outcome: null } => "id and outcome must be text",
        { Argv: null or [] } => "argv must be the words of a command",
        _ when Array.Exists(entry.Argv, w => w is null) || entry.Argv[0].Length == 0 =>
            "argv must be the words of a command",
        { GraceS: not (null or (> 0 and < 86_400)) } => "grace_s must be above 0",
        _ when !(entry.Pid1ExitMs >= 0 && double.IsFinite(entry.Pid1ExitMs)) => "pid1_exit_ms must not be negative",
        _ => null,
    };

    private static SignalsRecording Of(SignalsRecordingEntry entry, Duration grace) => new()
    {
        Id = entry.Id,
        Group = entry.Group ?? "",
        Options = SignalsCall.Of(entry, entry.GraceS is { } own ? Duration.FromSeconds(own) : grace),
        Outcome = entry.Outcome,
        Pid1ExitMs = entry.Pid1ExitMs,
        KilledAfterGrace = entry.KilledAfterGrace,
        Tree = [.. (entry.Tree ?? []).OfType<SignalsRecordingProcess>().Select(p => $"{p.Comm}:{p.Sigterm}")],
    };
}
