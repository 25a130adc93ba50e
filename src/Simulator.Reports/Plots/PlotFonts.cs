using ScottPlot;
using SkiaSharp;

namespace Simulator.Reports.Plots;

/// <summary>
/// The one typeface of every plot, carried inside the assembly so that no installed font is ever asked for.
/// </summary>
public static class PlotFonts
{
    public const string Family = "Inter";

    private static readonly Lazy<Resolver> Registered = new(Register);

    /// <summary>Shared and thread-safe; not to be disposed.</summary>
    internal static SKTypeface Typeface(bool bold) => bold ? Registered.Value.Bold : Registered.Value.Regular;

    /// <summary>Tells ScottPlot to draw everything in the embedded font; harmless when repeated.</summary>
    internal static void Use() => _ = Registered.Value;

    private static Resolver Register()
    {
        var resolver = new Resolver(Load("Inter-Regular.otf"), Load("Inter-SemiBold.otf"));
        ScottPlot.Fonts.FontResolvers.Insert(0, resolver);
        ScottPlot.Fonts.Default = Family;
        return resolver;
    }

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(PlotFonts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The font {resource} is not embedded.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data)
            ?? throw new InvalidOperationException($"The font {resource} is not readable.");
    }

    private sealed class Resolver(SKTypeface regular, SKTypeface bold) : IFontResolver
    {
        public SKTypeface Regular => regular;

        public SKTypeface Bold => bold;

        // Whatever family is asked for: an installed font would make the picture differ between machines.
        public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            weight >= FontWeight.SemiBold ? bold : regular;

        public SKTypeface CreateTypeface(string fontName, bool bold1, bool italic) => bold1 ? bold : regular;
    }
}
