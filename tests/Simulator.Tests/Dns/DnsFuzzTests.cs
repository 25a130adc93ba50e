using Simulator.Benchmarks;
using Xunit;

namespace Simulator.Tests.Dns;

public class DnsFuzzTests
{
    [Fact]
    public void NoResolvConfZoneAndNameCrashAResolver()
    {
        for (var n = 0; n < 2000; n++) Assert.Null(DnsFuzz.Try(7, n));
    }
}
