using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>What the answer rests on: every value and who said so, what is not modelled, and how to do it again.</summary>
internal static class HtmlOrigin
{
    public static void Parameters(HtmlWriter html, RunResult run, RunOrigin origin)
    {
        var all = origin.Variants[0].Parameters;
        html.Open("section", ("id", "parameters"));
        html.Element("h2", "Every parameter and its origin");
        HtmlDifferences.Write(html, run, origin);
        html.Open("details", ("class", "all"));
        html.Element("summary", $"All {all.Length} values of {run.Variants[0].Name}, "
            + $"{all.Count(p => p.IsDefault)} of them defaults");
        html.Element("p", "Keys that are not here have the default that simulator schema tells.", ("class", "remark"));
        HtmlTables.Begin(html, "all parameters", ("parameter", false), ("value", false), ("from", false));
        foreach (var parameter in all)
        {
            html.Open("tr", ("class", parameter.IsDefault ? "default" : null));
            html.Element("th", parameter.Path, ("scope", "row"));
            html.Element("td", parameter.Value, ("class", "value"));
            html.Element("td", parameter.Origin, ("class", "from"));
            html.Close();
        }

        HtmlTables.End(html);
        html.Close();
        html.Close();
    }

    public static void NotModelled(HtmlWriter html, RunOrigin origin)
    {
        html.Open("section", ("id", "not-modelled"));
        html.Element("h2", "What is not modelled");
        html.Element("p", "What concerns this scenario first:", ("class", "remark"));
        html.Open("ul");
        foreach (var item in origin.NotModelled) html.Element("li", item);
        html.Close();
        html.Close();
    }

    public static void Again(HtmlWriter html, RunResult run, RunOrigin origin)
    {
        html.Open("section", ("id", "again"));
        html.Element("h2", "To do it again");
        html.Open("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", "command line"));
        html.Open("pre");
        html.Element("code", origin.Command);
        html.Close();
        html.Close();
        html.Element("p", $"Seed {run.Seed}, simulator {run.Version}. The same scenario, seed and version give the "
            + "same bytes, on any number of cores.");
        HtmlTables.Begin(html, "scenarios", ("variant", false), ("sha256 of the effective scenario", false));
        foreach (var variant in run.Variants)
        {
            html.Open("tr");
            html.Element("th", variant.Name, ("scope", "row"));
            html.Open("td", ("class", "value"));
            html.Element("code", variant.Sha256);
            html.Close();
            html.Close();
        }

        HtmlTables.End(html);
        html.Close();
    }
}
