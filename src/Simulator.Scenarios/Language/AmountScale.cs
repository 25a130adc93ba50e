using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>Amounts of one kind as numbers: for the steps between two of them, and for an axis.</summary>
public sealed class AmountScale
{
    private readonly Func<decimal, string> _format;
    private readonly bool _isFine;

    internal AmountScale(
        string unit, Func<string, Parsed<decimal>> parse, Func<string, Parsed<decimal>> parseStep,
        Func<decimal, string> format, bool isFine) =>
        (Unit, Parse, ParseStep, _format, _isFine) = (unit, parse, parseStep, format, isFine);

    /// <summary>Of its numbers: cores, s, 1/s, bytes, ratio, or 1.</summary>
    public string Unit { get; }

    /// <summary>The number of an amount as the language writes it; null where it is none of this kind.</summary>
    public decimal? Number(string text) => Parse(text) is { Code: null } parsed ? parsed.Value : null;

    /// <summary>The amount next to a number, canonically: a CPU limit has whole millicores.</summary>
    /// <param name="number">Not negative, in <see cref="Unit"/>.</param>
    public string Text(decimal number) => _format(number);

    /// <summary>An amount near a number that nobody asked for by name: no more digits than readers want.</summary>
    /// <param name="number">As in <see cref="Text"/>.</param>
    public string Near(decimal number) => _format(_isFine ? AmountKind.Short(number) : number);

    /// <summary>Of a value that may stand there.</summary>
    internal Func<string, Parsed<decimal>> Parse { get; }

    /// <summary>Of the distance between two values, for which their bounds do not count.</summary>
    internal Func<string, Parsed<decimal>> ParseStep { get; }
}

/// <summary>How values of a scalar are numbers.</summary>
/// <param name="Unit">See <see cref="AmountScale.Unit"/>.</param>
/// <param name="Read">Any amount of the kind, whatever the scalar's bounds.</param>
/// <param name="Number">In that unit, exactly.</param>
/// <param name="Nearest">The value next to a number.</param>
/// <param name="IsFine">Values lie closer together than anyone distinguishes: nanoseconds.</param>
internal sealed record AmountKind<T>(
    string Unit, Func<string, Parsed<T>> Read, Func<T, decimal> Number, Func<decimal, T> Nearest, bool IsFine = false)
{
    public AmountScale Of(ScalarShape<T> shape) => new(
        Unit,
        text => Numbered(shape.Parse(new ScalarNode(SourcePosition.StartOf(""), text, isPlain: true))),
        text => Numbered(Read(text)),
        number => shape.Format(Nearest(number)),
        IsFine);

    private Parsed<decimal> Numbered(Parsed<T> parsed) =>
        parsed.Code is null ? Number(parsed.Value) : new Mistake(parsed.Code, parsed.Message!);
}

/// <summary>Numbers as short as readers want them between two ends.</summary>
internal static class AmountKind
{
    private const int Digits = 6;

    /// <summary>To six significant digits.</summary>
    public static decimal Short(decimal number)
    {
        if (number == 0) return 0;
        var places = Digits - 1 - (int)Math.Floor(Math.Log10((double)Math.Abs(number)));
        if (places >= 0) return Math.Round(number, Math.Min(places, 27), MidpointRounding.AwayFromZero);
        var unit = (decimal)Math.Pow(10, -places);
        return Math.Round(number / unit, MidpointRounding.AwayFromZero) * unit;
    }

    public static decimal Whole(decimal number) => Math.Round(number, MidpointRounding.AwayFromZero);
}
