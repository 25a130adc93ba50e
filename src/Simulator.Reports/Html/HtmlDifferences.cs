using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>
/// What tells the variants of a run apart, value by value; what a variant does to many services alike is one row.
/// </summary>
internal static class HtmlDifferences
{
    // Of three services each has its own row.
    private const int Few = 3;

    private sealed record Change(string Path, string Before, string After, string Origin);

    /// <summary>Nothing where there is one variant.</summary>
    public static void Write(HtmlWriter html, RunResult run, RunOrigin origin)
    {
        if (run.Variants.Length == 1) return;
        html.Element("h3", "What the variants change");
        HtmlTables.Begin(html, "what the variants change", ("variant", false), ("parameter", false),
            (run.Variants[0].Name, false), ("here", false), ("from", false));
        for (var i = 1; i < run.Variants.Length; i++)
            foreach (var change in Together(Changes(origin.Variants[0], origin.Variants[i])))
                Row(html, run.Variants[i].Name, change);
        HtmlTables.End(html);
    }

    private static IEnumerable<Change> Changes(VariantOrigin first, VariantOrigin other)
    {
        var (before, after) = (ByPath(first), ByPath(other));
        // A variant's thresholds are among its verdicts.
        var paths = before.Keys.Union(after.Keys).Where(p => !p.StartsWith("thresholds.", StringComparison.Ordinal));
        foreach (var path in paths)
        {
            var (old, own) = (before.GetValueOrDefault(path), after.GetValueOrDefault(path));
            // The defaults of a block that a variant adds say nothing that it did.
            if (Shown(old) == Shown(own) || (old is null && own!.IsDefault)) continue;
            yield return new Change(path, Shown(old), Shown(own), own?.Origin ?? "");
        }
    }

    private static IEnumerable<Change> Together(IEnumerable<Change> changes)
    {
        foreach (var alike in changes.GroupBy(c => c with { Path = AnyService(c.Path) }))
        {
            if (alike.Count() <= Few)
                foreach (var change in alike) yield return change;
            else
                yield return alike.Key with { Path = $"{alike.Key.Path} ({alike.Count()} services)" };
        }
    }

    // services.pdf.replicas becomes services.*.replicas; a name with dots in it stands in quotes.
    private static string AnyService(string path)
    {
        const string services = "services.";
        if (!path.StartsWith(services, StringComparison.Ordinal)) return path;
        var end = path[services.Length] == '"'
            ? path.IndexOf('"', services.Length + 1) + 1
            : path.IndexOf('.', services.Length);
        return end <= 0 ? path : services + "*" + path[end..];
    }

    private static void Row(HtmlWriter html, string variant, Change change)
    {
        html.Open("tr");
        html.Element("th", variant, ("scope", "row"));
        html.Element("td", change.Path);
        html.Element("td", change.Before, ("class", "value"));
        html.Element("td", change.After, ("class", "value"));
        html.Element("td", change.Origin, ("class", "from"));
        html.Close();
    }

    private static string Shown(ScenarioParameter? parameter) =>
        parameter is null or { Value: "" } ? "–" : parameter.Value;

    private static Dictionary<string, ScenarioParameter> ByPath(VariantOrigin origin)
    {
        var map = new Dictionary<string, ScenarioParameter>(StringComparer.Ordinal);
        foreach (var parameter in origin.Parameters) map[parameter.Path] = parameter;
        return map;
    }
}
