using System.Collections.Immutable;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Scenarios.Sizing;

/// <summary>What a search for the smallest limit is asked, as typed.</summary>
public sealed record SizeRequest
{
    /// <summary>Null: the only service with a CPU limit.</summary>
    public string? Service { get; init; }

    /// <summary>Each a metric with its condition; empty: the scenario's thresholds.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The scenario's thresholds count beside what is required.</summary>
    public bool KeepsThresholds { get; init; }

    /// <summary>Such as <c>250m..2:50m</c>; null: from the request to the node's CPUs.</summary>
    public string? Range { get; init; }

    /// <summary>Between limits of the range that is taken without one; null: 50m, or less for a small limit.</summary>
    public CpuQuantity? Step { get; init; }

    /// <summary>Each <c>path=values</c>; every combination is searched.</summary>
    public IReadOnlyList<string> Over { get; init; } = [];
}

/// <summary>A search, ready to run.</summary>
public sealed record SizePlan
{
    private const int MostCombinations = 1_000;

    /// <summary>With the criteria as its thresholds.</summary>
    public required EffectiveScenario Scenario { get; init; }

    public required string Service { get; init; }

    /// <summary>Paths, in the order of the combinations' values.</summary>
    public required ImmutableArray<string> Over { get; init; }

    public required ImmutableArray<SizeCombination> Combinations { get; init; }

    /// <summary>The plan, or all mistakes.</summary>
    public static (SizePlan? Plan, ImmutableArray<Diagnostic> Mistakes) Of(
        EffectiveScenario scenario, SizeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var judged = Criteria.Require(
            scenario, request.Required, "--require", request.KeepsThresholds || request.Required.Count == 0,
            out var mistakes);
        if (judged is null) return (null, mistakes);
        if (SizeChecks.ServiceOf(judged, request.Service, out mistakes) is not { } service) return (null, mistakes);
        mistakes = SizeChecks.CriteriaMistakes(judged, service);
        if (!mistakes.IsEmpty) return (null, mistakes);
        var swept = new SweptScenario(judged);
        List<SweepParameter> over =
            [.. request.Over.Select((o, i) => swept.Parameter(o, "--over", i + 1)).OfType<SweepParameter>()];
        var path = MetricName.Of("services", service, "resources", "limits", "cpu");
        var range = request.Range is { } text ? swept.Parameter($"{path}={text}", "--range", 1) : null;
        if (!swept.Mistakes.IsEmpty) return (null, swept.Mistakes);
        mistakes = SizeChecks.OverMistakes(over, path, MostCombinations);
        if (!mistakes.IsEmpty) return (null, mistakes);
        var points = Product(over).Select(values => (
            values.Select(v => v.Value.Text), At: over.Count == 0 ? judged : swept.At(values))).ToList();
        if (!swept.Mistakes.IsEmpty) return (null, swept.Mistakes);
        var combinations = points.Select(p => new SizeCombination(
            [.. p.Item1], p.At!, Grid(p.At!.Scenario, service, range, request.Step))).ToImmutableArray();
        mistakes = [.. combinations.SelectMany(c => SizeChecks.GridMistakes(c, service)).Distinct()];
        return mistakes.IsEmpty
            ? (new SizePlan
            {
                Scenario = judged,
                Service = service,
                Over = [.. over.Select(o => o.Path)],
                Combinations = combinations,
            }, [])
            : (null, mistakes);
    }

    private static LimitGrid Grid(Scenario scenario, string service, SweepParameter? range, CpuQuantity? step)
    {
        var spec = scenario.Services[service];
        if (range is null) return LimitGrid.Of(spec, scenario.Nodes[spec.Node].Cpus, step);
        ImmutableArray<CpuQuantity> limits =
            [.. range.Values.Select(v => Quantities.ParseCpu(v.Text).Value)];
        return LimitGrid.From(limits, spec.Resources.Limits.Cpu ?? limits[limits.Length / 2]);
    }

    // The first parameter changes slowest.
    private static IEnumerable<ImmutableArray<(SweepParameter Parameter, SweepValue Value)>> Product(
        IReadOnlyList<SweepParameter> over)
    {
        IEnumerable<ImmutableArray<(SweepParameter, SweepValue)>> all = [[]];
        foreach (var parameter in over)
            all = all.SelectMany(before => parameter.Values.Select(v => before.Add((parameter, v))));
        return all;
    }
}

/// <summary>One combination of what is varied beside the limit.</summary>
/// <param name="Values">As the effective scenario writes them, in the order of <see cref="SizePlan.Over"/>.</param>
/// <param name="Scenario">With these values.</param>
/// <param name="Grid">The limits to choose from.</param>
public sealed record SizeCombination(ImmutableArray<string> Values, EffectiveScenario Scenario, LimitGrid Grid);
