using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>One value of an effective scenario and who said so.</summary>
/// <param name="Path">As <c>--set</c> spells it; items of lists by number.</param>
/// <param name="Value">As the effective scenario writes it; empty where a layer took it away.</param>
/// <param name="Origin">
/// <c>default</c>, <c>variant x</c>, <c>--set</c>, <c>unset by …</c>, or the file and line: without folders, which
/// differ from machine to machine.
/// </param>
public sealed record ScenarioParameter(string Path, string Value, string Origin)
{
    public bool IsDefault => Origin == Defaults.Origin;
}
