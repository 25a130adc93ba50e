using System.Collections.Immutable;

namespace Simulator.Scenarios;

/// <summary>A mistake that shows only when the parts of a scenario are put together; the path says where it was written.</summary>
/// <param name="Path">Of the value at fault: <c>services.pdf.replicas</c>.</param>
/// <param name="Code">Short and stable: <c>unschedulable</c>.</param>
/// <param name="Message">The reason, with the arithmetic.</param>
public sealed record ScenarioProblem(string Path, string Code, string Message)
{
    public override string ToString() => $"error[{Code}] {Path}: {Message}";
}

/// <summary>A scenario that cannot be run, with all its problems at once; the user's mistake, not ours.</summary>
public sealed class ScenarioException(ImmutableArray<ScenarioProblem> problems)
    : Exception(string.Join('\n', problems))
{
    public ImmutableArray<ScenarioProblem> Problems => problems;
}
