namespace Simulator.Reports.Html;

/// <summary>What every page has: its style and script inside, a way to each section, the frames of charts.</summary>
internal static class HtmlPage
{
    // The page may do nothing but show itself: no request leaves it, whatever a scenario's text says.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        + "base-uri 'none'; form-action 'none'";

    public static void Begin(HtmlWriter html, string title, string description)
    {
        html.Open("html", ("lang", "en"));
        html.Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "description"), ("content", description));
        html.Element("title", title);
        html.Raw($"<style>\n{Resource("report.css")}</style>\n");
        html.Close();
        html.Open("body");
        html.Element("a", "To the content", ("class", "skip"), ("href", "#main"));
    }

    public static void End(HtmlWriter html, ChartData data)
    {
        html.Raw($"<script type=\"application/json\" id=\"data\">{data.ToJson()}</script>\n");
        html.Raw($"<script>\n{Resource("report.js")}</script>\n");
        html.Close();
        html.Close();
    }

    public static void Contents(HtmlWriter html, params ReadOnlySpan<(string Id, string Title)> sections)
    {
        html.Open("nav", ("aria-label", "Sections"));
        foreach (var (id, title) in sections) html.Element("a", title, ("href", "#" + id));
        html.Close();
    }

    /// <summary>One for each variant; shown where the script runs.</summary>
    public static void Switches(HtmlWriter html, ChartData data)
    {
        if (data.Variants.Length < 2 || data.Charts.IsEmpty) return;
        html.Open("fieldset", ("class", "switches scripted"));
        html.Element("legend", "Variants in the charts");
        foreach (var (i, variant) in data.Variants.Index())
        {
            html.Open("label");
            html.Void("input", ("type", "checkbox"), ("data-variant", $"{i}"), ("checked", ""));
            html.Element("span", "", ("class", $"swatch line{i % ChartColours}"), ("aria-hidden", "true"));
            html.Text(variant);
            html.Close();
        }

        html.Close();
    }

    /// <summary>An empty frame, in which the script draws.</summary>
    public static void Chart(HtmlWriter html, ChartData data, string id, string title)
    {
        if (!data.Charts.Any(c => c.Id == id)) return;
        html.Open("figure", ("class", "chart scripted"), ("id", id));
        html.Element("figcaption", title);
        html.Close();
    }

    /// <summary>As many as the stylesheet has.</summary>
    private const int ChartColours = 7;

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
