using System.Collections.Immutable;
using System.Text;

namespace Simulator.Scenarios;

/// <summary>Spells metric paths as thresholds do, a name with dots in it in quotes, and takes them apart.</summary>
public static class MetricName
{
    public static string Of(params ReadOnlySpan<string> names)
    {
        var quoted = new string[names.Length];
        for (var i = 0; i < names.Length; i++) quoted[i] = names[i].Contains('.') ? $"\"{names[i]}\"" : names[i];
        return string.Join('.', quoted);
    }

    /// <summary>The names that <see cref="Of"/> made the path of, without quotes.</summary>
    public static ImmutableArray<string> PartsOf(string path)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"') quoted = !quoted;
            else if (c != '.' || quoted) part.Append(c);
            else
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }

        parts.Add(part.ToString());
        return parts.ToImmutable();
    }
}
