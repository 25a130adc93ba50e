using System.Collections.Immutable;
using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>A scenario at the points of a sweep: it types paths and values, and collects all mistakes.</summary>
/// <param name="scenario">As it stands, all layers and a variant applied.</param>
public sealed class SweptScenario(EffectiveScenario scenario)
{
    private readonly DiagnosticBag _bag = new();
    private readonly MapNode _tree = scenario.Tree.Hide("variants");

    /// <summary>So far, ordered by place.</summary>
    public ImmutableArray<Diagnostic> Mistakes => _bag.IsEmpty ? [] : _bag.ToSorted();

    /// <summary>Reads <c>path=values</c>; null after a mistake.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="option">What it was typed after, for messages: <c>--sweep</c>.</param>
    /// <param name="ordinal">Of its occurrence, from 1.</param>
    public SweepParameter? Parameter(string text, string option, int ordinal) =>
        new SweepReader(_tree, scenario.Files, _bag).Read(text, option, ordinal);

    /// <summary>The scenario with these values; null after a mistake.</summary>
    /// <param name="settings">In the order in which they are set.</param>
    public EffectiveScenario? At(IReadOnlyList<(SweepParameter Parameter, SweepValue Value)> settings)
    {
        var tree = _tree;
        foreach (var (parameter, value) in settings)
        {
            var at = value.Node.Position;
            var edit = new PathEdit(parameter.Pattern, parameter.Path, _ => at, _bag);
            if (edit.Set(tree, _ => value.Node, at.File) is not { } changed) return null;
            tree = changed;
        }

        var name = string.Join(", ", settings.Select(s => $"{s.Parameter.Path}={s.Value.Text}"));
        return EffectiveScenario.Bind(tree, name, name, scenario.Files, _bag, $" (at {Quote.UpTo(300, name)})");
    }
}
