using System.Globalization;
using System.Text;
using System.Xml.Linq;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>Turns the text of an SVG into outlines, so that the picture needs no font where it is shown.</summary>
internal static class SvgText
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace XLink = "http://www.w3.org/1999/xlink";

    /// <summary>
    /// Each glyph becomes one definition used by reference; title and description keep the words for readers.
    /// </summary>
    public static string ToPaths(string svg, string title, string description)
    {
        var root = XElement.Parse(svg, LoadOptions.None);
        Renumber(root);
        var glyphs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in root.Descendants(Svg + "text").ToList()) text.ReplaceWith(Outlines(text, glyphs));
        root.SetAttributeValue("viewBox", $"0 0 {Figure.Width} {Figure.Height}");
        root.SetAttributeValue("role", "img");
        root.AddFirst(
            new XElement(Svg + "title", title),
            new XElement(Svg + "desc", description),
            new XElement(Svg + "defs", glyphs.Select(g =>
                new XElement(Svg + "path", new XAttribute("id", g.Key), new XAttribute("d", g.Value)))));
        return "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n" + root.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    // Skia counts its clips per process; a picture must not tell how many were drawn before it.
    private static void Renumber(XElement root)
    {
        var names = root.Descendants().Attributes("id").Select((id, i) => (id.Value, Number: i))
            .ToDictionary(n => $"url(#{n.Value})", n => n.Number);
        foreach (var attribute in root.Descendants().Attributes())
        {
            if (names.TryGetValue(attribute.Value, out var used)) attribute.Value = $"url(#clip{used})";
            else if (attribute.Name == "id") attribute.Value = $"clip{names[$"url(#{attribute.Value})"]}";
        }
    }

    private static XElement Outlines(XElement text, SortedDictionary<string, string> glyphs)
    {
        var size = Number(text.Attribute("font-size")?.Value ?? "12");
        var bold = text.Attribute("font-family")!.Value.Contains("Bold", StringComparison.Ordinal);
        var xs = Numbers(text.Attribute("x")?.Value ?? "0");
        var ys = Numbers(text.Attribute("y")?.Value ?? "0");
        var group = new XElement(Svg + "g");
        foreach (var name in (string[])["fill", "fill-opacity", "transform"])
            if (text.Attribute(name) is { } attribute) group.Add(new XAttribute(attribute));

        using var font = new SKFont(PlotFonts.Typeface(bold), UnitsPerEm);
        var index = 0;
        // Skia puts the words on a line of their own.
        foreach (var rune in text.Value.Trim('\n', '\t').EnumerateRunes())
        {
            var x = xs[Math.Min(index, xs.Length - 1)];
            var y = ys[Math.Min(index, ys.Length - 1)];
            index++;
            if (Rune.IsWhiteSpace(rune)) continue;
            var id = $"{(bold ? 'b' : 'r')}{rune.Value:x}";
            if (!glyphs.ContainsKey(id)) glyphs[id] = Outline(font, rune);
            var scale = (size / UnitsPerEm).ToString("0.####", CultureInfo.InvariantCulture);
            group.Add(new XElement(Svg + "use", new XAttribute(XLink + "href", "#" + id),
                new XAttribute("transform", $"translate({x:0.##} {y:0.##}) scale({scale})")));
        }

        return group;
    }

    // Whole numbers on a fine grid: short path data without visible rounding.
    private const float UnitsPerEm = 1000;

    private static string Outline(SKFont font, Rune rune)
    {
        using var path = font.GetGlyphPath(font.Typeface.GetGlyph(rune.Value));
        return path?.ToSvgPathData() ?? "";
    }

    private static float Number(string text) => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static float[] Numbers(string text) =>
        [.. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Number)];
}
