using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>The parameters of a file's <c>sweep:</c> section, whose form has been checked.</summary>
internal static class SweepSection
{
    /// <summary>Those without a mistake, in the order of the file.</summary>
    /// <param name="spec">As read.</param>
    /// <param name="tree">Where it was written.</param>
    /// <param name="reader">Types the values, and reports.</param>
    /// <param name="bag">Gets what is wrong with paths.</param>
    public static List<SweepParameter> Read(SweepSpec spec, MapNode tree, SweepReader reader, DiagnosticBag bag)
    {
        List<SweepParameter> read = [];
        var parameters = (MapNode)((MapNode)tree.Find("sweep")!).Find("parameters")!;
        foreach (var (path, parameter) in spec.Parameters)
        {
            var entry = parameters.FindEntry(path)!.Value;
            if (PathPattern.TryParse(path, out _, out var reason) is not { } pattern)
                bag.Add(entry.KeyPosition, "bad-path", "sweep.parameters", $"{Quote.Of(path)} is not a path: {reason}");
            else if (reader.Read(pattern, path, _ => entry.KeyPosition, Items(parameter, (MapNode)entry.Value)) is { } p)
                read.Add(p);
        }

        return read;
    }

    private static List<SweepItem> Items(SweepParameterSpec spec, MapNode written)
    {
        if (spec.From is null)
            return [.. ((ListNode)written.Find("values")!).Items.Select(n => new SweepSingle(n.Position, n))];
        var (kind, argument) = spec.Distance;
        var key = kind switch { RangeKind.Step => "step", RangeKind.Points => "points", _ => "factor" };
        return
        [
            new SweepRange(
                written.Position, Word("from", spec.From), Word("to", spec.To!), kind, Word(key, argument)),
        ];

        SweepWord Word(string name, string text) => new(text, written.Find(name)!.Position);
    }
}
