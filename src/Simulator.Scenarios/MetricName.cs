namespace Simulator.Scenarios;

/// <summary>Spells metric paths as thresholds do, a name with dots in it in quotes.</summary>
internal static class MetricName
{
    public static string Of(params ReadOnlySpan<string> names)
    {
        var quoted = new string[names.Length];
        for (var i = 0; i < names.Length; i++) quoted[i] = names[i].Contains('.') ? $"\"{names[i]}\"" : names[i];
        return string.Join('.', quoted);
    }
}
