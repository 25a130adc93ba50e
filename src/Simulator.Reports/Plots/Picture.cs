namespace Simulator.Reports.Plots;

/// <summary>A figure of a run; its SVG is drawn once, for its own file and for the page.</summary>
public sealed class Picture
{
    private readonly Lazy<string> _svg;

    /// <param name="figure">What is drawn.</param>
    /// <param name="variant">Which it is of; null: of all together.</param>
    public Picture(Figure figure, string? variant)
    {
        (Figure, Variant) = (figure, variant);
        _svg = new Lazy<string>(figure.ToSvg);
    }

    public Figure Figure { get; }

    /// <summary>Null: of all together.</summary>
    public string? Variant { get; }

    public string Name => Figure.Name;

    public string Svg => _svg.Value;
}
