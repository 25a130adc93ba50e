namespace Simulator.Scenarios.Language;

/// <summary>
/// User text made fit for a message: short, and without control characters that a terminal would obey.
/// </summary>
internal static class Quote
{
    private const int Longest = 60;

    public static string Of(string text) => $"'{Clean(text)}'";

    public static string Clean(string text) => UpTo(Longest, text);

    public static string UpTo(int longest, string text)
    {
        var shortened = text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
        return string.Create(shortened.Length, shortened, (span, s) =>
        {
            for (var i = 0; i < s.Length; i++)
                span[i] = char.IsControl(s[i]) || char.IsSurrogate(s[i]) || s[i] is '\u2028' or '\u2029' ? '?' : s[i];
        });
    }
}
