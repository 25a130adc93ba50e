using Simulator.Benchmarks;
using Xunit;

namespace Simulator.Tests.Runs;

public class WorldFuzzTests
{
    [Fact]
    public void WhateverIsKilledConnectionsAndRequestsAreAccountedFor() =>
        Parallel.For(0, 120, n => Assert.Null(WorldFuzz.Try(7, n).Mistake));
}
