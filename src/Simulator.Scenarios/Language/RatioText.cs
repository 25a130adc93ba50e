namespace Simulator.Scenarios.Language;

/// <summary>Shares on a command line, as the language writes them: <c>5%</c> or <c>0.05</c>.</summary>
public static class RatioText
{
    /// <summary>Either the share, as a fraction, or what is wrong with the text.</summary>
    public static (double? Share, string? Problem) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parsed = Quantities.ParseShare(text);
        return parsed.Message is { } problem ? (null, problem) : (parsed.Value, null);
    }
}
