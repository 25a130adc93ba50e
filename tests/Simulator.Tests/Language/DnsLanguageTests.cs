using Simulator.Kernel;
using Simulator.Models.Dns.Kubelet;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Language;

public class DnsLanguageTests
{
    private static ReadResult Everything(params Override[] overrides) => ScenarioReader.ReadFile(
        Corpus.PathOf("Good", "everything-of-dns.yaml"), new ReadOptions { Overrides = [.. overrides] });

    private static Scenario Set(params string[] texts) =>
        Everything([.. texts.Select(t => Override.Set(t))]).Scenario!;

    private static Scenario Variant(string name) =>
        Everything().Variants.Single(v => v.Name == name).Scenario;

    private static string Bad(string name) =>
        Assert.Single(ScenarioReader.ReadFile(Corpus.PathOf("Bad", name)).Diagnostics).Message;

    [Fact]
    public void APodsKeysStandAsInItsSpecAndMakeOneRecord()
    {
        var dns = Set().Services["api"].Dns;

        Assert.Equal(
            ("apps", DnsPolicy.ClusterFirstWithHostNet, true), (dns.Namespace, dns.DnsPolicy, dns.HostNetwork));
        Assert.Equal(("python", Libc.Musl123), (dns.Resolver, dns.Libc));
        Assert.Equal(["169.254.20.10"], dns.DnsConfig.Nameservers);
        Assert.Equal(["apps.example", "."], dns.DnsConfig.Searches);
        Assert.Equal(
            [new("ndots", "2"), new("no-aaaa", null), new("attempts", "3"), new("single-request-reopen", null)],
            dns.DnsConfig.Options);
    }

    [Fact]
    public void TheNamesOfAStepAreReadInLowerCaseAndKeepTheirFinalDot()
    {
        var steps = Set().Services["api"].Endpoints["pay"].Steps.OfType<DnsStepSpec>().ToList();

        Assert.Equal(
            ["api.stripe.com", "api.stripe.com.", "*.shops.example.com", "shop-*.corp.example"],
            steps.Select(s => s.Host));
        Assert.Equal([1, 1, 5000, 20], steps.Select(s => s.Names));
        Assert.Equal([0.9, 0.5], steps.OfType<CallStepSpec>().Select(s => s.KeepAlive));
        Assert.Equal([false, true, false, true], steps.Select(s => s is CallStepSpec));
    }

    [Fact]
    public void ServersHaveWhatIsWrittenAndTheRestByDefault()
    {
        var dns = Set().Dns;

        Assert.Equal(["address", "true", "60"], Of(dns.Hosts["api.stripe.com"]));
        Assert.Equal(["nxdomain", "false", "300"], Of(dns.Hosts["x-ray.example.com"]));
        Assert.Equal((0.001, 0.01, 0.05), (dns.Network.Loss, dns.Network.ConntrackRace, dns.Upstream.Loss));
        Assert.Equal((3, "system", 150), (dns.CoreDns.Replicas, dns.CoreDns.Node, dns.CoreDns.MaxConcurrent));
        Assert.Equal((Duration.Zero, 1024), (dns.CoreDns.Cache.Denial, dns.CoreDns.Cache.Capacity));
        Assert.Equal(new CpuQuantity(50), dns.NodeLocal!.Resources.Limits.Cpu);

        static string[] Of(DnsHostSpec host) =>
        [
            host.Answer.ToString().ToLowerInvariant(), host.Ipv6 ? "true" : "false", $"{host.Ttl.TotalSeconds}",
        ];
    }

    [Fact]
    public void ANodesResolvConfHasTheVpcsResolverUnlessItSaysOtherwise()
    {
        var nodes = Set().Nodes;

        Assert.Equal(["10.0.0.2", "fd00:ec2::253"], nodes["worker"].ResolvConf.Nameservers);
        Assert.Equal(["ec2.internal", "corp.example."], nodes["worker"].ResolvConf.Searches);
        Assert.Equal(["169.254.169.253"], nodes["system"].ResolvConf.Nameservers);
    }

    [Fact]
    public void AResolverThatIsACLibraryNamesTheImagesToo()
    {
        var services = Set().Services;

        Assert.Equal(Libc.Musl123, services["by-resolver"].Dns.Libc);
        Assert.Equal(Libc.Musl125, services["same-libc"].Dns.Libc);
        Assert.Contains("give resolver or image.libc, not both", Bad("dns-resolver-and-libc.yaml"));
    }

    [Fact]
    public void AnEmptyMapDeploysTheCacheOnNodesAndNothingDoesNot()
    {
        var without = Everything(Override.Unset("dns.nodeLocal"), Override.Unset("thresholds")).Scenario!;
        Assert.Null(without.Dns.NodeLocal);
        Assert.Equal(new NodeLocalDnsSpec(), Variant("another-cache-on-nodes").Dns.NodeLocal);
        Assert.Equal(Duration.FromMilliseconds(1), Set("dns.nodeLocal.rtt=1ms").Dns.NodeLocal!.Rtt);
    }

    [Fact]
    public void PathsReachHostsOptionsAndStepsByTheirNames()
    {
        Assert.Equal(0.01, Set("dns.network.loss=1%").Dns.Network.Loss);
        Assert.Equal(
            Duration.FromSeconds(9), Set("dns.hosts.\"api.stripe.com\".ttl=9s").Dns.Hosts["api.stripe.com"].Ttl);
        Assert.Equal(
            DnsHostAnswer.Silence,
            Set("dns.hosts.\"*.corp.example\".answer=silence").Dns.Hosts["*.corp.example"].Answer);
        Assert.All(
            Set("dns.hosts.*.ttl=7s").Dns.Hosts.Values, h => Assert.Equal(Duration.FromSeconds(7), h.Ttl));
        Assert.Equal(
            [new("ndots", "1")],
            Set("services.api.dnsConfig.options=[{name: ndots, value: \"1\"}]").Services["api"].Dns.DnsConfig.Options);
        Assert.Equal(
            new("ndots", "7"),
            Set("services.api.dnsConfig.options.ndots.value=7").Services["api"].Dns.DnsConfig.Options[0]);
        Assert.Equal(
            "api.stripe.com.", HostOf(Set("services.api.endpoints.pay.steps.look.dns=api.stripe.com.")));
        Assert.Equal("api.stripe.com.", HostOf(Variant("dot")));
        Assert.Equal([new("ndots", "1")], Variant("ndots-2").Services["api"].Dns.DnsConfig.Options);

        static string HostOf(Scenario s) => ((DnsStepSpec)s.Services["api"].Endpoints["pay"].Steps[0]).Host;
    }

    [Fact]
    public void AVariantMayHaveThresholdsOfWhatOnlyItHas()
    {
        var thresholds = Variant("another-cache-on-nodes").Thresholds["dns.nodelocal.peak"];
        Assert.Equal((MetricKind.HopPeak, DnsHop.NodeLocal), (thresholds[0].Metric.Kind, thresholds[0].Metric.Hop));
        Assert.Contains("(in variant without)", Bad("variant-node-local-metric-elsewhere.yaml"));
    }

    [Theory]
    [InlineData("api.dns.latency", MetricUnit.Seconds)]
    [InlineData("api.dns.queries_per_lookup", MetricUnit.Count)]
    [InlineData("api.dns.needless_per_day", MetricUnit.Count)]
    [InlineData("api.dns.failure_ratio", MetricUnit.Ratio)]
    [InlineData("api.dns.throughput", MetricUnit.PerSecond)]
    [InlineData("dns.coredns.peak", MetricUnit.PerSecond)]
    [InlineData("dns.upstream.dropped_ratio", MetricUnit.Ratio)]
    [InlineData("coredns.cpu.throttled_ratio", MetricUnit.Ratio)]
    public void AFigureHasItsUnit(string metric, MetricUnit unit) =>
        Assert.Equal(unit, Set().Thresholds[metric][0].Unit);

    [Fact]
    public void ABoundInMillionsMayHaveAnExponent() =>
        Assert.Equal(12_000_000, Set().Thresholds["api.dns.needless_per_day"][0].Bound);

    [Theory]
    [InlineData("dns-too-many-events.yaml", "× 82 events each")]
    [InlineData("dns-option-number-without-quotes.yaml", "put quotes around 2")]
    [InlineData("dns-policy-none-without-servers.yaml", "give dnsConfig.nameservers")]
    [InlineData("dns-config-33-searches.yaml", "the API server refuses more")]
    [InlineData("dns-glob-without-names.yaml", "names: 100")]
    [InlineData("loss-bare-one.yaml", "1% or 100%?")]
    [InlineData("threshold-dns-of-no-lookups.yaml", "looks no names up")]
    [InlineData("threshold-node-local-absent.yaml", "deploy it with dns.nodeLocal")]
    [InlineData("threshold-hop-of-no-lookups.yaml", "nobody looks a name up")]
    public void AMistakeComesWithItsFix(string name, string fix) => Assert.Contains(fix, Bad(name));
}
