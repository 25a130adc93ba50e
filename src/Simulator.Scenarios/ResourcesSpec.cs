using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>Requests and limits of the container, as in a pod's spec.</summary>
public sealed record ResourcesSpec
{
    public ResourceListSpec Requests { get; init; } = new();

    public ResourceListSpec Limits { get; init; } = new();

    internal static ObjectShape<ResourcesSpec> Shape { get; } = new(
        "resources",
        "Requests and limits of the container, as in a pod's spec.",
        f =>
        {
            var resources = new ResourcesSpec
            {
                Requests = f.Section(
                    "requests", ResourceListSpec.Requested, "What the scheduler reserves; it sets the CPU weight."),
                Limits = f.Section("limits", ResourceListSpec.Limit, "What the container may use at most."),
            };
            f.Check(
                () => resources is not { Requests.Cpu: { } request, Limits.Cpu: { } limit }
                    || request.CompareTo(limit) <= 0,
                "requests", "out-of-range",
                () => $"requests {resources.Requests.Cpu} of CPU, more than the limit, {resources.Limits.Cpu}; "
                    + "Kubernetes refuses that");
            return resources;
        });
}

/// <summary>Amounts by resource; null where none is given. Memory is carried, not modelled.</summary>
public sealed record ResourceListSpec
{
    public CpuQuantity? Cpu { get; init; }

    public Bytes? Memory { get; init; }

    internal static ObjectShape<ResourceListSpec> Requested { get; } = Of("requests", Amount.Cpu);

    internal static ObjectShape<ResourceListSpec> Limit { get; } = Of(
        "limits", Amount.CpuAtLeast(1, "as a limit would stop the container for good: remove the key for no limit"));

    private static ObjectShape<ResourceListSpec> Of(string name, ScalarShape<CpuQuantity> cpu) => new(
        name,
        "Amounts by resource.",
        f => new ResourceListSpec
        {
            Cpu = f.MaybeValue(
                "cpu", cpu, "Such as 500m or 0.5. The kubelet makes a quota of a limit, at least 1 ms a period."),
            Memory = f.MaybeValue("memory", Amount.Bytes, "Carried along; memory is not modelled."),
        });
}
