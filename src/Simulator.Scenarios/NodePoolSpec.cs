using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>Some nodes that are alike.</summary>
public sealed record NodePoolSpec
{
    public int Count { get; init; } = 1;

    public required int Cpus { get; init; }

    public AllocatableSpec Allocatable { get; init; } = new();

    /// <summary>What pods may request of one node: all of its CPUs where nothing is said.</summary>
    public long AllocatableMillicores => Allocatable.Cpu?.Millicores ?? Cpus * 1000L;

    public KernelOptions Kernel { get; init; } = new();

    public KubeletSpec Kubelet { get; init; } = new();

    /// <summary>The node's own resolv.conf: the resolver outside, and search domains that pods get too.</summary>
    public DnsConfigSpec ResolvConf { get; init; } = DnsConfigSpec.Vpc;

    private static NodePoolSpec Default { get; } = new() { Cpus = 1 };

    private static KernelOptions DefaultKernel { get; } = new();

    private static ObjectShape<KernelOptions> KernelShape { get; } = new(
        "kernel",
        "The settings of a node's kernel that decide how CPU time is shared and throttled.",
        f => new KernelOptions
        {
            Hz = f.Optional(
                "hz", Is.OneOfInts(100, 250, 300, 1000), DefaultKernel.Hz,
                "CONFIG_HZ, scheduler ticks a second. Debian and Ubuntu 250, RHEL and Cloud Run 1000."),
            Version = f.Optional(
                "version",
                Is.Version(ParseKernel, v => v.ToString(), KernelVersions),
                DefaultKernel.Version,
                "Linux as of: 5.3 (slices expire), 5.4 (fixed), 5.14 (burst), 6.4 (random phase), 6.6 (EEVDF), "
                    + "6.18 (throttles task by task)."),
            BandwidthSlice = f.Optional(
                "bandwidthSlice",
                Amount.DurationBetween(
                    Duration.FromMicroseconds(1), Duration.FromSeconds(1), "is not between 1us and 1s"),
                DefaultKernel.BandwidthSlice,
                "sched_cfs_bandwidth_slice_us: what a CPU takes from the group's quota at a time."),
        });

    internal static ObjectShape<NodePoolSpec> Shape { get; } = new(
        "nodePool",
        "Some nodes that are alike.",
        f => new NodePoolSpec
        {
            Count = f.Optional(
                "count", Is.Int(1, 5000, "Kubernetes ends there as well"), Default.Count,
                "How many such nodes there are."),
            Cpus = f.Required("cpus", Is.Int(1, 1024, "no such machine"), "CPUs of one node."),
            Allocatable = f.Section(
                "allocatable", AllocatableSpec.Shape, "What the pods of one node may request together."),
            Kernel = f.Section("kernel", KernelShape, "The kernel's settings that decide how CPU time is shared."),
            Kubelet = f.Section("kubelet", KubeletSpec.Shape, "The kubelet's settings that turn limits into quotas."),
            ResolvConf = f.Section(
                "resolvConf", DnsConfigSpec.Node,
                "The node's own resolv.conf: the resolver outside, and search domains that pods get too."),
        });

    private static string[] KernelVersions => ["5.3", "5.4", "5.14", "6.4", "6.6", "6.18"];

    private static Parsed<KernelVersion> ParseKernel(string text) =>
        KernelVersions.Contains(text) && KernelVersion.TryParse(text, out var version)
            ? version
            : new Mistake(
                "wrong-value",
                $"{Quote.Of(text)} is not one of {string.Join(" | ", KernelVersions)}: "
                    + "take the newest that is not newer than yours");
}

/// <summary>What the pods of a node may request together.</summary>
public sealed record AllocatableSpec
{
    /// <summary>Null: all CPUs of the node.</summary>
    public CpuQuantity? Cpu { get; init; }

    /// <summary>Null: without bound. Carried, not modelled.</summary>
    public Bytes? Memory { get; init; }

    internal static ObjectShape<AllocatableSpec> Shape { get; } = new(
        "allocatable",
        "What the pods of one node may request together.",
        f => new AllocatableSpec
        {
            Cpu = f.MaybeValue("cpu", Amount.Cpu, "Default: all CPUs of the node."),
            Memory = f.MaybeValue("memory", Amount.Bytes, "Carried along; memory is not modelled."),
        });
}

/// <summary>The kubelet's settings that decide how limits become quotas, under Kubernetes' own names.</summary>
public sealed record KubeletSpec
{
    /// <summary>False: limits are not enforced.</summary>
    public bool CpuCFSQuota { get; init; } = true;

    /// <summary>1 ms to 1 s. Default: KubeletConfiguration.cpuCFSQuotaPeriod.</summary>
    public Duration CpuCFSQuotaPeriod { get; init; } = CfsQuota.DefaultPeriod;

    private static KubeletSpec Default { get; } = new();

    internal static ObjectShape<KubeletSpec> Shape { get; } = new(
        "kubelet",
        "The kubelet's settings that decide how limits become quotas, under Kubernetes' own names.",
        f => new KubeletSpec
        {
            CpuCFSQuota = f.Optional(
                "cpuCFSQuota", Is.Bool, Default.CpuCFSQuota, "false: CPU limits are not enforced."),
            CpuCFSQuotaPeriod = f.Optional(
                "cpuCFSQuotaPeriod",
                Amount.DurationBetween(
                    Duration.FromMilliseconds(1), Duration.FromSeconds(1),
                    "is not between 1ms and 1s, the kubelet's bounds"),
                Default.CpuCFSQuotaPeriod,
                "Length of the period that a quota is given for, 1ms to 1s."),
        });
}
