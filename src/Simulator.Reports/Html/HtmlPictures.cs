using System.Collections.Immutable;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Html;

/// <summary>The plots of a page; those for which there is no room are named, and lie beside it as files.</summary>
internal sealed class HtmlPictures(HtmlWriter html, FigureSheet sheet, ImmutableArray<Picture> pictures)
{
    // A page of a fleet would else have 5 MB of plots that nobody looks at.
    private const int MostCharacters = 2_000_000;

    private readonly HashSet<Picture> _shown = [];
    private int _characters;

    /// <summary>What the script's charts show too, and more: folded where the script runs.</summary>
    public void Still(Func<Picture, bool> isAsked)
    {
        foreach (var picture in pictures.Where(isAsked))
        {
            html.Open("details", ("class", "still"), ("open", ""));
            html.Element("summary", $"As a picture: {picture.Name}");
            Draw(picture);
            html.Close();
        }
    }

    /// <summary>All that has not been shown: of all variants first, then variant by variant.</summary>
    public void Rest(RunResult run)
    {
        var rest = pictures.Where(p => !_shown.Contains(p)).ToList();
        if (rest.Count == 0) return;
        html.Open("section", ("id", "pictures"));
        html.Element("h2", "Pictures");
        foreach (var picture in rest.Where(p => p.Variant is null).OrderBy(IsOfAnother)) Draw(picture);
        foreach (var variant in run.Variants)
        {
            var own = rest.Where(p => p.Variant == variant.Name).ToList();
            if (own.Count == 0) continue;
            html.Open("details", ("open", variant == run.Variants[0] ? "" : null));
            html.Open("summary");
            html.Element("h3", $"{variant.Name}: {own.Count} pictures");
            html.Close();
            foreach (var picture in own) Draw(picture);
            html.Close();
        }

        html.Close();
    }

    // The headline's service before the others.
    private static bool IsOfAnother(Picture picture) =>
        picture.Name.StartsWith("over-time-", StringComparison.Ordinal);

    private void Draw(Picture picture)
    {
        _shown.Add(picture);
        if (_characters >= MostCharacters)
        {
            html.Open("p", ("class", "note"));
            html.Text($"{picture.Figure.Title}: ");
            html.Element("a", picture.Name + ".svg", ("href", Uri.EscapeDataString(picture.Name + ".svg")));
            html.Text(" in the folder of the results");
            html.Close();
            return;
        }

        var svg = sheet.Add(picture.Svg);
        _characters += svg.Length;
        html.Open("figure", ("class", "picture"));
        html.Open("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"),
            ("aria-label", $"picture: {picture.Name}"));
        html.Raw(svg);
        html.Close();
        html.Element("figcaption", picture.Figure.Title);
        html.Close();
    }
}
