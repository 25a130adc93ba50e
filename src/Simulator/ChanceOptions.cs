using System.CommandLine;
using Simulator.Scenarios.Language;

namespace Simulator;

/// <summary>--seed and --replications: which chances a scenario meets, and how often, instead of what its file says.</summary>
internal sealed class ChanceOptions
{
    public Option<ulong?> Seed { get; } = NumberOption.Of("--seed", "Instead of run.seed.", 0UL);

    public Option<int?> Replications { get; } =
        NumberOption.Of("--replications", "Instead of run.replications.", 1);

    /// <summary>Of those that were given.</summary>
    public IEnumerable<Override> Overrides(ParseResult parsed)
    {
        if (parsed.GetValue(Seed) is { } seed) yield return Override.Set($"run.seed={seed}");
        if (parsed.GetValue(Replications) is { } count) yield return Override.Set($"run.replications={count}");
    }
}
