using Simulator.Benchmarks;
using Xunit;

namespace Simulator.Tests.Sweeps;

public class KillSweepTests
{
    [Fact]
    public void ASweepThatWasKilledEndsWithTheSameBytesAsOneThatWasNot()
    {
        using var driver = new KillSweep(seed: 7);
        for (var n = 0; n < 3; n++) Assert.Equal(driver.Unbroken, driver.Try(n).Sha256);
    }
}
