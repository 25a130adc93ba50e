using System.Collections.Immutable;
using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>All points of a sweep, each a valid scenario.</summary>
public sealed record SweepPlan
{
    /// <summary>More is a slip of the pen, or a week of computing.</summary>
    public const int MostPoints = 10_000;

    /// <summary>The scenario that is swept.</summary>
    public required EffectiveScenario Scenario { get; init; }

    public required ImmutableArray<SweepParameter> Parameters { get; init; }

    public required SweepStrategy Strategy { get; init; }

    /// <summary>In a grid the first parameter changes slowest.</summary>
    public required ImmutableArray<SweepPoint> Points { get; init; }

    /// <summary>The plan, or all mistakes.</summary>
    /// <param name="scenario">As it stands, all layers and a variant applied.</param>
    /// <param name="sweeps">Of the command line, <c>path=values</c>; empty: the file's sweep section.</param>
    /// <param name="isZip">The command line's --zip.</param>
    public static (SweepPlan? Plan, ImmutableArray<Diagnostic> Mistakes) Of(
        EffectiveScenario scenario, IReadOnlyList<string> sweeps, bool isZip)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(sweeps);
        var swept = new SweptScenario(scenario);
        var section = sweeps.Count == 0 ? scenario.Scenario.Sweep : null;
        List<SweepParameter> parameters = section is null
            ? [.. sweeps.Select((s, i) => swept.Parameter(s, "--sweep", i + 1)).OfType<SweepParameter>()]
            : swept.Section(section);
        var strategy = isZip ? SweepStrategy.Zip : section?.Strategy ?? SweepStrategy.Grid;
        if (sweeps.Count == 0 && section is null)
        {
            return (null,
            [
                new(SourcePosition.StartOf("--sweep"), "missing-key", "",
                    "there is nothing to sweep: name it, --sweep services.pdf.resources.limits.cpu=250m..2:250m, or "
                        + "write a sweep section into the file"),
            ]);
        }

        if (!swept.Mistakes.IsEmpty || !swept.Fit(parameters, strategy)) return (null, swept.Mistakes);
        var points = new List<SweepPoint>();
        foreach (var values in Combinations(parameters, strategy))
        {
            if (swept.At([.. parameters.Zip(values)]) is { } at) points.Add(new SweepPoint([.. values], at));
        }

        return swept.Mistakes.IsEmpty
            ? (new SweepPlan
            {
                Scenario = scenario,
                Parameters = [.. parameters],
                Strategy = strategy,
                Points = [.. points],
            }, [])
            : (null, swept.Mistakes);
    }

    /// <summary>How many points there will be.</summary>
    internal static double Count(IReadOnlyList<SweepParameter> parameters, SweepStrategy strategy) =>
        strategy == SweepStrategy.Zip
            ? parameters.Min(p => p.Values.Length)
            : parameters.Aggregate(1.0, (n, p) => n * p.Values.Length);

    private static IEnumerable<IReadOnlyList<SweepValue>> Combinations(
        List<SweepParameter> parameters, SweepStrategy strategy)
    {
        var count = (int)Count(parameters, strategy);
        for (var i = 0; i < count; i++)
        {
            var values = new SweepValue[parameters.Count];
            var rest = i;
            for (var p = parameters.Count - 1; p >= 0; p--)
            {
                var own = parameters[p].Values;
                values[p] = own[strategy == SweepStrategy.Zip ? i : rest % own.Length];
                rest /= own.Length;
            }

            yield return values;
        }
    }
}

/// <summary>One point of a sweep.</summary>
/// <param name="Values">One of each parameter, in their order.</param>
/// <param name="Scenario">The scenario with these values.</param>
public sealed record SweepPoint(ImmutableArray<SweepValue> Values, EffectiveScenario Scenario);
