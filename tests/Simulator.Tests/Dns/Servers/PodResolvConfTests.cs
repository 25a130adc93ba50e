using Simulator.Models.Dns.Kubelet;
using Xunit;

namespace Simulator.Tests.Dns.Servers;

/// <summary>What the kubelet writes into a pod's resolv.conf.</summary>
public class PodResolvConfTests
{
    private static readonly DnsConfig Node = new()
    {
        Nameservers = ["10.0.0.2"], Searches = ["ec2.internal."], Options = [("timeout", "2")],
    };

    [Fact]
    public void ClusterFirstPutsTheClustersDomainsBeforeTheNodesAndForgetsTheNodesOptions() => Assert.Equal(
        """
        search apps.svc.cluster.local svc.cluster.local cluster.local ec2.internal
        nameserver 10.96.0.10
        options ndots:5

        """,
        Of(DnsPolicy.ClusterFirst).Text);

    [Theory]
    [InlineData(DnsPolicy.Default, false)]
    [InlineData(DnsPolicy.ClusterFirst, true)]
    public void DefaultIsTheNodesOwnAndSoIsClusterFirstInTheHostsNetwork(DnsPolicy policy, bool hostNetwork) =>
        Assert.Equal(
            "search ec2.internal\nnameserver 10.0.0.2\noptions timeout:2\n", Of(policy, hostNetwork: hostNetwork).Text);

    [Fact]
    public void ClusterFirstWithHostNetAsksTheClusterAllTheSame() =>
        Assert.Contains("10.96.0.10", Of(DnsPolicy.ClusterFirstWithHostNet, hostNetwork: true).Text);

    [Fact]
    public void NoneIsOnlyWhatThePodSays() => Assert.Equal(
        "nameserver 1.1.1.1\n", Of(DnsPolicy.None, new DnsConfig { Nameservers = ["1.1.1.1"] }).Text);

    [Fact]
    public void OptionsAreMergedByNameAndThePodsValueWins() => Assert.EndsWith(
        "options ndots:2 single-request-reopen\n",
        Of(DnsPolicy.ClusterFirst, new DnsConfig { Options = [("ndots", "2"), ("single-request-reopen", null)] }).Text);

    [Fact]
    public void DuplicateDomainsAreWrittenOnce() => Assert.Equal(
        1, Of(DnsPolicy.ClusterFirst, new DnsConfig { Searches = ["cluster.local", "ec2.internal"] }).Text
            .Split("ec2.internal").Length - 1);

    [Fact]
    public void MoreThanThirtyTwoDomainsAreCutAndTheEventSaysSo()
    {
        var domains = Enumerable.Range(0, 40).Select(i => $"d{i}");
        var conf = Of(DnsPolicy.ClusterFirst, new DnsConfig { Searches = [.. domains] });
        Assert.Equal(33, conf.Text.Split('\n')[0].Split(' ').Length);
        Assert.StartsWith("DNSConfigForming: 44 search domains, the limit is 32", Assert.Single(conf.Remarks));
    }

    [Fact]
    public void ASearchLineOfMoreThan2048CharactersLosesItsLastDomains()
    {
        var domains = Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 63) + "." + new string('x', 60));
        var conf = Of(DnsPolicy.ClusterFirst, new DnsConfig { Searches = [.. domains] });
        Assert.InRange(conf.Text.Split('\n')[0].Length - "search ".Length, 1900, 2048);
        Assert.Contains("longer than 2048", Assert.Single(conf.Remarks));
    }

    private static PodResolvConf Of(DnsPolicy policy, DnsConfig? pod = null, bool hostNetwork = false) =>
        PodResolvConf.Of(
            policy, hostNetwork, "apps", PodResolvConf.DefaultClusterIp, "cluster.local", Node, pod ?? new DnsConfig());
}
