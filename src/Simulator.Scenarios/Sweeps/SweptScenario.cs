using System.Collections.Immutable;
using System.Globalization;
using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>A scenario at the points of a sweep: it types paths and values, and collects all mistakes.</summary>
public sealed class SweptScenario
{
    private readonly EffectiveScenario _scenario;
    private readonly MapNode _tree;
    private readonly DiagnosticBag _bag;
    private readonly SweepReader _reader;
    private readonly HashSet<Diagnostic> _told = [];

    /// <param name="scenario">As it stands, all layers and a variant applied.</param>
    public SweptScenario(EffectiveScenario scenario)
        : this(scenario, new DiagnosticBag())
    {
    }

    internal SweptScenario(EffectiveScenario scenario, DiagnosticBag bag)
    {
        (_scenario, _bag) = (scenario, bag);
        _tree = scenario.Tree.Hide("variants").Hide("sweep");
        _reader = new SweepReader(_tree, scenario.Files, bag);
    }

    /// <summary>So far, ordered by place.</summary>
    public ImmutableArray<Diagnostic> Mistakes => _bag.IsEmpty ? [] : _bag.ToSorted();

    /// <summary>Reads <c>path=values</c>; null after a mistake.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="option">What it was typed after, for messages: <c>--sweep</c>.</param>
    /// <param name="ordinal">Of its occurrence, from 1.</param>
    public SweepParameter? Parameter(string text, string option, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _reader.Read(text, option, ordinal);
    }

    /// <summary>The scenario with these values; null after a mistake.</summary>
    /// <param name="settings">In the order in which they are set.</param>
    public EffectiveScenario? At(IReadOnlyList<(SweepParameter Parameter, SweepValue Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tree = _tree;
        foreach (var (parameter, value) in settings)
        {
            var at = value.Node.Position;
            var edit = new PathEdit(parameter.Pattern, parameter.Path, _ => at, _bag);
            if (edit.Set(tree, _ => value.Node, at.File) is not { } changed) return null;
            tree = changed;
        }

        var name = string.Join(", ", settings.Select(s => $"{s.Parameter.Path}={s.Value.Text}"));
        var own = new DiagnosticBag();
        var bound = EffectiveScenario.Bind(tree, name, name, _scenario.Files, own);
        foreach (var problem in bound is null ? [] : Placement.Of(bound.Scenario).Problems)
            own.Add(bound!.Locate(problem.Segments.AsSpan()), problem.Code, problem.Path, problem.Message);
        // Many points share a mistake; the first that has it stands for all.
        foreach (var mistake in own.Items.Where(_told.Add))
            _bag.Add(mistake with { Message = $"{mistake.Message} (at {Quote.UpTo(300, name)})" });
        return own.IsEmpty ? bound : null;
    }

    /// <summary>The parameters of a file's section that are without a mistake.</summary>
    internal List<SweepParameter> Section(SweepSpec section) =>
        SweepSection.Read(section, _scenario.Tree, _reader, _bag);

    /// <summary>What can be said of a section before its points are made.</summary>
    internal void Check(SweepSpec section)
    {
        var parameters = Section(section);
        if (parameters.Count == section.Parameters.Count) Fit(parameters, section.Strategy);
    }

    /// <summary>Whether these make a sweep together; reports why not.</summary>
    internal bool Fit(IReadOnlyList<SweepParameter> parameters, SweepStrategy strategy)
    {
        foreach (var twice in parameters.GroupBy(p => p.Path).Where(g => g.Count() > 1))
            Error(twice.Last(), "duplicate", $"is swept twice: put all its values into one");
        var longest = parameters.MaxBy(p => p.Values.Length)!;
        if (strategy == SweepStrategy.Zip)
        {
            foreach (var other in parameters.Where(p => p.Values.Length < longest.Values.Length))
                Error(
                    other, "bad-sweep",
                    $"{other.Values.Length} values, and {longest.Values.Length} of {Quote.Of(longest.Path)}: zip takes "
                        + "the first with the first and so on, give both the same number, or make it a grid");
        }

        var count = SweepPlan.Count(parameters, strategy);
        if (count > SweepPlan.MostPoints)
            Error(
                longest, "out-of-range",
                $"{count.ToString("0", CultureInfo.InvariantCulture)} points in all; at most {SweepPlan.MostPoints} make "
                    + "sense in one sweep: take fewer values, or --zip");
        return _bag.IsEmpty;
    }

    private void Error(SweepParameter at, string code, string message) =>
        _bag.Add(at.Values[0].Node.Position, code, Quote.Clean(at.Path), message);
}
