using Simulator.Scenarios.Truth;
using Xunit;

namespace Simulator.Tests.Dns;

public class ZoneFileTests
{
    [Theory]
    [InlineData("", "z:1:1: error[empty]")]
    [InlineData("[1]", "z:1:1: error[wrong-type]")]
    [InlineData("default: {rcode: NXDOMIAN}", "z:1:18: error[wrong-value]")]
    [InlineData("defualt: {rcode: NXDOMAIN}", "z:1:1: error[unknown-key]")]
    [InlineData("rules:\n- {name: a}", "z:2:3: error[missing-key]")]
    [InlineData("rules:\n- action: {a: 1.2.3}", "z:2:15: error[wrong-value]")]
    [InlineData("default: {drop: maybe}", "z:1:17: error[wrong-type]")]
    [InlineData("default: {delay_ms: -1}", "z:1:21: error[wrong-value]")]
    [InlineData("default: {a: 'x", "z:1:")]
    public void AMistakeIsReportedAtItsPlace(string text, string start)
    {
        var (zone, errors) = DnsZoneReader.ReadText(text, "z");
        Assert.Null(zone);
        Assert.StartsWith(start, errors[0].ToString());
    }

    [Fact]
    public void ARecordingIsAZoneToo()
    {
        var (zone, _) = DnsZoneReader.ReadText(
            "{\"case\": \"x\", \"zone\": {\"default\": {\"rcode\": \"SERVFAIL\"}, \"rules\": []}}", "z");
        Assert.Equal(Models.Dns.DnsRcode.ServFail, zone!.Default.Rcode);
    }
}
