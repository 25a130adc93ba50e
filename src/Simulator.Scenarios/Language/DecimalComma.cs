namespace Simulator.Scenarios.Language;

/// <summary>
/// <c>{cpu: 0,5}</c> is two entries to YAML, <c>cpu: 0</c> and an empty <c>5</c>; nobody ever means that.
/// </summary>
internal static class DecimalComma
{
    /// <summary>The last entry with the number that was meant; null where this is no decimal comma.</summary>
    /// <param name="before">The map's entries so far.</param>
    /// <param name="key">What follows them.</param>
    /// <param name="value">Its value.</param>
    public static MapEntry? Joined(IReadOnlyList<MapEntry> before, Node key, Node value)
    {
        if (before.Count == 0 || before[^1] is not { Value: ScalarNode whole } entry) return null;
        if (key is not ScalarNode part || value is not ScalarNode { IsNull: true, Text: "" }) return null;
        if (!whole.Text.All(char.IsAsciiDigit) || !char.IsAsciiDigit(part.Text.FirstOrDefault('-'))) return null;
        // With a blank after the comma, or quotes, it is something else.
        var next = whole.Position with { Column = whole.Position.Column + whole.Text.Length + 1 };
        if (whole.Text.Length == 0 || part.Position != next) return null;
        return entry with
        {
            Value = new ScalarNode(whole.Position, $"{whole.Text}.{part.Text}", isPlain: true, whole.Origin),
        };
    }

    /// <summary>What to write instead.</summary>
    public static string Advice(MapEntry joined)
    {
        var meant = ((ScalarNode)joined.Value).Text;
        var written = Quote.Of(meant.Replace('.', ','));
        return $"{written} is two entries here, a comma parts them: write {Quote.Clean(meant)}";
    }
}
