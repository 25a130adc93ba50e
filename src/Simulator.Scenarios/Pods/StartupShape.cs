using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>What a container does before its listener opens: a wait, then steps of CPU time and waiting.</summary>
internal static class StartupShape
{
    private static readonly DistributionSpec<Duration> Nothing = DistributionSpec.Constant(Duration.Zero);

    private static Shape<StepSpec> Step { get; } = new UnionShape<StepSpec>(
        "startupStep", "One step of a container's start: CPU time, or waiting.",
        [CpuStepSpec.Shape, WaitStepSpec.Shape])
    {
        Choose = Choose,
    };

    public static ObjectShape<ImmutableArray<StepSpec>> Shape { get; } = new(
        "startup",
        "What a container does before its listener opens; its CPU time counts against the quota.",
        f =>
        {
            var wait = f.Implied(
                "wait", Chance.Duration, Nothing, at => Chance.Constant(Nothing, at),
                "Time before the steps, without CPU: a time, {p50, p99}, or a distribution by name.");
            var steps = f.Section(
                "steps", new ListShape<StepSpec>(Step) { Of = "steps", AtMost = 100 },
                "In order; each is {cpu: …} or {wait: …}.");
            if (steps.IsDefault) return [];
            return wait is null || wait == Nothing ? steps : [new WaitStepSpec { Wait = wait }, .. steps];
        });

    private static Shape<StepSpec>? Choose(Node node, NodePath path, ReadContext cx)
    {
        var map = node as MapNode;
        var (cpu, wait) = (map?.FindEntry("cpu"), map?.FindEntry("wait"));
        if (cpu is not null && wait is not null)
        {
            cx.Error(wait.Value.KeyPosition, "one-of", path, "a step is either cpu or wait: make two steps of it");
            return null;
        }

        if (cpu is not null || map?.FindEntry("parallelism") is not null) return CpuStepSpec.Shape;
        if (wait is not null) return WaitStepSpec.Shape;
        var other = map?.Entries.Where(e => e.Key != "name" && !Names.IsExtension(e.Key)).Cast<MapEntry?>()
            .FirstOrDefault();
        cx.Error(
            other?.KeyPosition ?? node.Position, "one-of", path,
            "before its listener opens a container has steps of {cpu: 2s, parallelism: 2} and {wait: 1s} only"
                + (other is { } entry ? $", not {Quote.Of(entry.Key)}" : ""));
        return null;
    }
}
