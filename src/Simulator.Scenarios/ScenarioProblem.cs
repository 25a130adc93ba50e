using System.Collections.Immutable;

namespace Simulator.Scenarios;

/// <summary>
/// A mistake that shows only when the parts of a scenario are put together; the path says where it was written.
/// </summary>
/// <param name="Segments">Where the value at fault is: services, pdf, replicas.</param>
/// <param name="Code">Short and stable: <c>unschedulable</c>.</param>
/// <param name="Message">The reason, with the arithmetic.</param>
public sealed record ScenarioProblem(ImmutableArray<string> Segments, string Code, string Message)
{
    /// <summary>As thresholds and --set spell it: <c>services.pdf.replicas</c>.</summary>
    public string Path => MetricName.Of(Segments.AsSpan());

    public override string ToString() => $"error[{Code}] {Path}: {Message}";
}

/// <summary>A scenario that cannot be run, with all its problems at once; the user's mistake, not ours.</summary>
public sealed class ScenarioException(ImmutableArray<ScenarioProblem> problems)
    : Exception(string.Join('\n', problems))
{
    public ImmutableArray<ScenarioProblem> Problems => problems;
}
