using System.Globalization;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Sweeps;

/// <summary>Writes a range out, in the amounts of one scale.</summary>
internal sealed class SweepValues(string path, IReadOnlyList<AmountScale> scales, DiagnosticBag bag)
{
    /// <summary>Of one parameter; more is a slip of the pen, or a day of computing.</summary>
    public const int Most = 1_000;

    /// <summary>The texts of a range's amounts, each as the language writes it; null after a diagnostic.</summary>
    public List<string>? Expand(SweepRange range)
    {
        if (scales.Count == 0)
        {
            return Error(range.At, "bad-sweep", "a range needs amounts or numbers here: list the values, a,b,c");
        }

        if (ScaleOf(range) is not { } scale) return null;
        var (from, to) = (scale.Number(range.From.Text)!.Value, scale.Number(range.To.Text)!.Value);
        if (from > to)
        {
            return Error(
                range.At, "bad-sweep",
                $"goes downwards: begin with the smaller one, {Clean(range.To)}..{Clean(range.From)}");
        }

        if (from == to)
            return Error(range.At, "bad-sweep", $"begins where it ends: write {Clean(range.From)} alone");
        return range.Kind switch
        {
            RangeKind.Step => Steps(range, scale, from, to),
            RangeKind.Points => Points(range, scale, from, to),
            _ => Factors(range, scale, from, to),
        };
    }

    // Both ends, and the step, are of one kind of amount; where several are possible, of the first that fits all.
    private AmountScale? ScaleOf(SweepRange range)
    {
        if (scales.FirstOrDefault(s => Words(s).TrueForAll(w => w.Number.Code is null)) is { } scale) return scale;
        foreach (var (word, number) in Words(scales[0]))
            if (number is { Code: { } code, Message: { } message }) Error(word.At, code, message);
        return null;

        List<(SweepWord Word, Parsed<decimal> Number)> Words(AmountScale s)
        {
            List<(SweepWord, Parsed<decimal>)> words =
                [(range.From, s.Parse(range.From.Text)), (range.To, s.Parse(range.To.Text))];
            if (range.Kind == RangeKind.Step) words.Add((range.Argument, s.ParseStep(range.Argument.Text)));
            return words;
        }
    }

    private List<string>? Steps(SweepRange range, AmountScale scale, decimal from, decimal to)
    {
        var step = scale.ParseStep(range.Argument.Text).Value;
        if (step == 0) return Error(range.Argument.At, "bad-sweep", "a step of zero leads nowhere: give a larger one");
        if ((to - from) / step >= Most) return TooMany(range.At, decimal.Truncate((to - from) / step) + 1);
        return [.. Enumerable.Range(0, (int)((to - from) / step) + 1).Select(i => scale.Text(from + (i * step)))];
    }

    private List<string>? Points(SweepRange range, AmountScale scale, decimal from, decimal to)
    {
        if (!long.TryParse(range.Argument.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count < 2)
        {
            return Error(
                range.Argument.At, "bad-sweep",
                $"{Quote.Of(range.Argument.Text)} is not a number of values: a whole number from 2 up");
        }

        if (count > Most) return TooMany(range.At, count);
        var between = Enumerable.Range(1, (int)count - 2).Select(i => scale.Near(from + (i * (to - from) / (count - 1))));
        return Distinct(range, [scale.Text(from), .. between, scale.Text(to)]);
    }

    private List<string>? Factors(SweepRange range, AmountScale scale, decimal from, decimal to)
    {
        if (!decimal.TryParse(
                range.Argument.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            || factor <= 1 || factor > 1e9m)
        {
            return Error(
                range.Argument.At, "bad-sweep",
                $"{Quote.Of(range.Argument.Text)} is not a factor: a plain number above 1, such as 2");
        }

        if (from == 0) return Error(range.From.At, "bad-sweep", "times anything stays zero: begin above it");
        List<string> texts = [];
        // What is rounded to the last value is the last value.
        for (var number = from; number <= to || AmountKind.Short(number) <= to; number *= factor)
        {
            if (texts.Count == Most) return TooMany(range.At, null);
            texts.Add(texts.Count == 0 ? scale.Text(from) : scale.Near(Math.Min(number, to)));
        }

        return Distinct(range, texts);
    }

    private List<string>? Distinct(SweepRange range, List<string> texts)
    {
        var twice = texts.GroupBy(t => t).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? texts : Error(
            range.Argument.At, "bad-sweep",
            $"comes to {Quote.Of(twice.Key)} twice, values lie no closer: take fewer, or larger steps");
    }

    private List<string>? TooMany(SourcePosition at, decimal? count) => Error(
        at, "out-of-range",
        $"{(count is { } n ? n.ToString("0", CultureInfo.InvariantCulture) : $"more than {Most}")} values; "
            + $"at most {Most} make sense for one parameter: take larger steps");

    private static string Clean(SweepWord word) => Quote.Clean(word.Text);

    private List<string>? Error(SourcePosition at, string code, string message)
    {
        bag.Add(at, code, Quote.Clean(path), message);
        return null;
    }
}
