using Simulator.Models.Dns;
using Simulator.Models.Dns.Kubelet;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>How a service's pods find names: what Kubernetes writes into resolv.conf, and who reads it.</summary>
public sealed record PodDnsSpec
{
    public string Namespace { get; init; } = "default";

    public DnsPolicy DnsPolicy { get; init; } = DnsPolicy.ClusterFirst;

    public DnsConfigSpec DnsConfig { get; init; } = new();

    public bool HostNetwork { get; init; }

    /// <summary>A name of <see cref="ResolverProfile.All"/>; null: the runtime's.</summary>
    public string? Resolver { get; init; }

    /// <summary>That of <see cref="Resolver"/> where it names one.</summary>
    public Libc Libc { get; init; } = Libc.Glibc;

    private static PodDnsSpec Default { get; } = new();

    private static ScalarShape<DnsPolicy> PolicyShape { get; } = Is.OneOf(
        ("ClusterFirst", DnsPolicy.ClusterFirst),
        ("ClusterFirstWithHostNet", DnsPolicy.ClusterFirstWithHostNet),
        ("Default", DnsPolicy.Default),
        ("None", DnsPolicy.None));

    private static ScalarShape<string> ResolverShape { get; } =
        Is.OneOf([.. ResolverProfile.All.Select(p => (p.Name, p.Name))]);

    internal static (string Word, Libc Libc)[] Libcs =>
        [("glibc", Libc.Glibc), ("musl-1.2.3", Libc.Musl123), ("musl-1.2.5", Libc.Musl125)];

    /// <summary>Reads the keys, which stand among the service's own as they do in a pod's spec.</summary>
    internal static PodDnsSpec Bind(Fields f, out ImageSpec? image)
    {
        var spec = new PodDnsSpec
        {
            Namespace = f.Optional(
                "namespace", HostText.Namespace, Default.Namespace, "Its pods' namespace: the first search domain."),
            DnsPolicy = f.Optional(
                "dnsPolicy", PolicyShape, Default.DnsPolicy,
                "Where the pods' resolv.conf comes from, as in a pod's spec."),
            DnsConfig = f.Section(
                "dnsConfig", DnsConfigSpec.Pod, "What is added to the pods' resolv.conf, as in a pod's spec."),
            HostNetwork = f.Optional(
                "hostNetwork", Is.Bool, Default.HostNetwork,
                "true: pods use the node's network, and ClusterFirst becomes Default."),
            Resolver = f.Maybe(
                "resolver", ResolverShape, "What looks names up. Default: what the runtime's language does."),
        };
        var own = Array.Find(Libcs, l => l.Word == spec.Resolver);
        var read = f.Section(
            "image", ImageSpec.Shape(own.Word is null ? Default.Libc : own.Libc), "The image of the container.");
        image = read;
        f.Check(
            () => spec.DnsPolicy != DnsPolicy.None || spec.DnsConfig.Nameservers.Length > 0,
            "dnsPolicy", "missing-key",
            () => "with None nothing is left to ask, and the API server refuses that: give dnsConfig.nameservers");
        f.Check(
            () => own.Word is null || read.Libc == own.Libc,
            "image", "one-of",
            () => $"the resolver {own.Word} is another C library: give resolver or image.libc, not both");
        return spec with { Libc = read?.Libc ?? Default.Libc };
    }
}

/// <summary>The C library of the image.</summary>
public enum Libc
{
    Glibc,
    Musl123,
    Musl125,
}
