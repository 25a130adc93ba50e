using System.Text.Json;
using Xunit;

namespace Simulator.Tests.Dns;

public class DnsCommandTests
{
    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Cli.Invoke(args, Terminal.OfText(output, error), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public void TheTableShowsTenQueriesForAPublicName()
    {
        var (code, output, _) = Run("dns", "api.stripe.com");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(10, output.Split('\n').Count(l => l.Contains(" ms  api.stripe.com.")));
        Assert.All(output.Split('\n'), l => Assert.True(l.Length <= 80, l));
        Assert.Contains("10 queries for 5 names, 8 of them NXDOMAIN", output);
    }

    [Fact]
    public void TheSendsHaveTheShapeOfTheRecordings()
    {
        var (_, output, _) = Run("dns", "api.stripe.com", "--format", "json", "--resolver", "node-resolve");
        using var json = JsonDocument.Parse(output);
        Assert.Equal(
            """[0,"api.stripe.com.","A","172.20.0.10","udp","ANSWER"]""",
            JsonSerializer.Serialize(json.RootElement.GetProperty("sends")[0]));
    }

    [Theory]
    [InlineData("dns", "x", "--zone", "no/such.yaml")]
    [InlineData("dns", "x", "--resolv-conf", "no/such.conf")]
    [InlineData("dns", "")]
    [InlineData("dns", "x", "--resolver", "windows")]
    [InlineData("dns", "x", "--count", "1001")]
    [InlineData("truth", "dns", "--recordings", "no/such.json")]
    public void AMistakeOfTheUserIsSaidInALineAndEndsWith104(params string[] args)
    {
        var (code, _, error) = Run(args);
        Assert.Equal(ExitCode.Invalid, code);
        Assert.Contains("error[", error);
        Assert.DoesNotContain("internal error", error);
    }
}
