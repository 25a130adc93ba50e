using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Simulator.Reports.Html;

/// <summary>
/// The pictures of a page: letters are outlined once for all, clips have names of their own, and numbers only the
/// digits that an eye can see.
/// </summary>
internal sealed partial class FigureSheet
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace XLink = "http://www.w3.org/1999/xlink";

    // Not those of a transform: a letter's scale is a hundredth.
    private static readonly string[] Coordinates =
        ["d", "points", "x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry"];

    private readonly SortedDictionary<string, string> _letters = new(StringComparer.Ordinal);
    private int _pictures;

    /// <summary>A picture for the middle of a page.</summary>
    /// <param name="svg">As <see cref="Plots.Figure.ToSvg"/> has it.</param>
    public string Add(string svg)
    {
        var root = XElement.Parse(svg);
        var letters = root.Element(Svg + "defs")!;
        foreach (var letter in letters.Elements())
            _letters[letter.Attribute("id")!.Value] =
                Digits().Replace(letter.Attribute("d")!.Value, m => Rounded(m, "0"));
        letters.Remove();
        root.Attribute("width")?.Remove();
        root.Attribute("height")?.Remove();
        var prefix = $"f{_pictures++}-";
        foreach (var element in root.Descendants().ToList()) Lighten(element, prefix);
        root.Attribute(XNamespace.Xmlns + "xlink")?.Remove();
        return root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The letters that all pictures use; stands once on the page.</summary>
    public string Letters()
    {
        var text = new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\" class=\"letters\" aria-hidden=\"true\">");
        foreach (var (id, path) in _letters)
            text.Append(CultureInfo.InvariantCulture, $"<path id=\"{id}\" d=\"{path}\"/>");
        return text.Append("</svg>\n").ToString();
    }

    private static void Lighten(XElement element, string prefix)
    {
        foreach (var attribute in element.Attributes().ToList())
        {
            if (attribute.Name == "id")
                attribute.Value = prefix + attribute.Value;
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
                attribute.Value = "url(#" + prefix + attribute.Value[5..];
            else if (Coordinates.Contains(attribute.Name.LocalName))
                attribute.Value = Digits().Replace(attribute.Value, m => Rounded(m, "0.#"));
            if (attribute.Name != XLink + "href") continue;
            element.SetAttributeValue("href", attribute.Value);
            attribute.Remove();
        }
    }

    private static string Rounded(Match number, string digits) =>
        double.Parse(number.ValueSpan, CultureInfo.InvariantCulture).ToString(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d*\.\d{2,}(?:[eE][-+]?\d+)?")]
    private static partial Regex Digits();
}
