namespace Simulator.Models.Dns.Kubelet;

/// <summary>A pod's dnsPolicy.</summary>
public enum DnsPolicy
{
    ClusterFirst,

    /// <summary>As ClusterFirst, also for a pod in the host's network.</summary>
    ClusterFirstWithHostNet,

    /// <summary>The node's resolv.conf.</summary>
    Default,

    /// <summary>Only what dnsConfig says.</summary>
    None,
}
