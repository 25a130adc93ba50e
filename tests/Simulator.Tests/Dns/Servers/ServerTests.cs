using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Models.Dns.Servers;
using Simulator.Models.Recording;
using Xunit;

namespace Simulator.Tests.Dns.Servers;

/// <summary>The forward plugin, the resolver outside and the cluster's zone, each alone.</summary>
public class ServerTests
{
    private readonly Simulation _sim = new(7);
    private readonly DnsAccount _account =
        new(new MeasuringPlan(Duration.Zero, Duration.FromSeconds(100), containers: 1));

    [Fact]
    public void AForwardAboveMaxConcurrentIsRefusedAtOnce()
    {
        var forwarder = new Forwarder(_sim, 2, _ => Later(Duration.FromSeconds(1)), _account);
        var codes = new List<(DnsRcode, SimTime)>();
        for (var i = 0; i < 3; i++) _sim.Start(Note(forwarder, codes));
        _sim.RunUntil(At(10));
        Assert.Equal(
            [(DnsRcode.Refused, At(0)), (DnsRcode.NoError, At(1)), (DnsRcode.NoError, At(1))], codes);
        Assert.Equal((1, 2, 0), (_account.Rejected, _account.Forwarded, forwarder.InFlight));
    }

    [Fact]
    public void ASilentServerIsAskedEveryTwoSecondsAndNotAnyMoreAfterFive()
    {
        var forwarder = new Forwarder(_sim, 0, Silence, _account);
        var codes = new List<(DnsRcode, SimTime)>();
        _sim.Start(Note(forwarder, codes));
        _sim.RunUntil(At(10));
        Assert.Equal([(DnsRcode.ServFail, At(6))], codes);
        Assert.Equal(3, _account.Forwarded);
    }

    [Theory]
    [InlineData(500, 0)]
    [InlineData(1024, 0)]
    [InlineData(1500, 476)]
    [InlineData(3000, 1976)]
    public void AnInterfaceDropsWhatIsAbove1024PacketsASecond(int rate, int droppedPerSecond)
    {
        var upstream = new UpstreamResolver(
            _sim, "node", new UpstreamOptions { Latency = Distribution.Constant(Duration.FromMilliseconds(1)) },
            new NameTable(), _account);
        var answered = 0;
        _sim.Start(Flood(upstream, rate, seconds: 20, () => answered++));
        _sim.RunUntil(At(30));
        // Its bucket holds a second's worth at the start.
        Assert.InRange(_account.Dropped, Math.Max(0, (droppedPerSecond * 20) - 1026), droppedPerSecond * 20);
        Assert.Equal(rate * 20, answered + _account.Dropped);
    }

    [Fact]
    public void TcpSendsAgainWhatIsLostAndInTheEndComesThrough()
    {
        var options = new UpstreamOptions
        {
            Latency = Distribution.Constant(Duration.FromMilliseconds(1)), Loss = 0.5, PacketsPerSecond = 100_000,
        };
        var upstream = new UpstreamResolver(_sim, "node", options, new NameTable(), _account);
        var (udp, tcp) = (0, 0);
        for (var i = 0; i < 1000; i++)
        {
            _sim.Start(Ask(upstream, () => udp++));
            _sim.Start(Ask(upstream, () => tcp++, DnsTransport.Tcp));
        }

        _sim.RunUntil(At(100));
        Assert.InRange(udp, 440, 560);
        Assert.InRange(tcp, 990, 1000);
    }

    [Fact]
    public void AServiceHasAnAddressItsNamespaceNoDataAndEverythingElseIsNotThere()
    {
        var zone = new KubernetesZone(
            "cluster.local", Duration.FromSeconds(30), ["payments.billing.svc.cluster.local"]);
        Assert.True(zone.Find("payments.billing.svc.cluster.local.", RecordType.A).Reply.HasAnswer);
        Assert.True(zone.Find("payments.billing.svc.cluster.local.", RecordType.Aaaa).Reply.IsNoData);
        Assert.True(zone.Find("billing.svc.cluster.local.", RecordType.A).Reply.IsNoData);
        Assert.Equal(DnsRcode.NxDomain, zone.Find("api.stripe.com.svc.cluster.local.", RecordType.A).Reply.Rcode);
        Assert.True(zone.Holds("x.cluster.local."));
        Assert.False(zone.Holds("x.mycluster.local."));
    }

    [Fact]
    public void AnExactNameCountsBeforeTheFirstGlob()
    {
        var table = new NameTable();
        table.Add("*.corp.example", KnownName.Empty(DnsRcode.NoError, Duration.FromSeconds(5)));
        table.Add("a.corp.example", KnownName.Found(Duration.FromSeconds(5), ipv6: true));
        table.Add("dead.example", KnownName.Silent);
        Assert.True(table.Find("A.corp.example.", RecordType.Aaaa)!.Value.Reply.HasAnswer);
        Assert.True(table.Find("b.corp.example.", RecordType.A)!.Value.Reply.IsNoData);
        Assert.Equal(DnsRcode.NxDomain, table.Find("corp.example.", RecordType.A)!.Value.Reply.Rcode);
        Assert.Null(table.Find("dead.example.", RecordType.A));
    }

    private async SimTask Note(Forwarder forwarder, List<(DnsRcode, SimTime)> codes)
    {
        var answer = await forwarder.Forward(new DnsQuestion("a.", RecordType.A, DnsTransport.Udp));
        codes.Add((answer.Reply.Rcode, _sim.Now));
    }

    private async SimTask<DnsAnswer?> Later(Duration delay)
    {
        await _sim.Delay(delay);
        return DnsAnswer.Address(RecordType.A, Duration.FromSeconds(60));
    }

    private async SimTask<DnsAnswer?> Silence(DnsQuestion question)
    {
        await _sim.Delay(Duration.Zero);
        return null;
    }

    private async SimTask Flood(UpstreamResolver upstream, int rate, int seconds, Action onAnswer)
    {
        for (var i = 0; i < rate * seconds; i++)
        {
            _sim.Start(Ask(upstream, onAnswer));
            await _sim.Until(SimTime.Zero + new Duration((i + 1) * 1_000_000_000L / rate));
        }
    }

    private static async SimTask Ask(
        UpstreamResolver upstream, Action onAnswer, DnsTransport transport = DnsTransport.Udp)
    {
        if (await upstream.Ask(new DnsQuestion("a.", RecordType.A, transport)) is not null) onAnswer();
    }

    private static SimTime At(double seconds) => SimTime.Zero + Duration.FromSeconds(seconds);
}
