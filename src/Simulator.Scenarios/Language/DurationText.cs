using Simulator.Kernel;

namespace Simulator.Scenarios.Language;

/// <summary>Durations on a command line, as the language writes them: <c>30s</c>, <c>200ms</c>, <c>1m30s</c>.</summary>
public static class DurationText
{
    /// <summary>Either the duration or what is wrong with the text.</summary>
    public static (Duration? Duration, string? Problem) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parsed = Quantities.ParseDuration(text);
        return parsed.Message is { } problem ? (null, problem) : (parsed.Value, null);
    }
}
