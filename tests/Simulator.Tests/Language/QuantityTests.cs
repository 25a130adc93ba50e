using CsCheck;
using Simulator.Kernel;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;
using Xunit;

namespace Simulator.Tests.Language;

public class QuantityTests
{
    [Theory]
    [InlineData("1m30s", 90_000_000_000)]
    [InlineData("1.5h", 5_400_000_000_000)]
    [InlineData("0.001us", 1)]
    [InlineData("100ms", 100_000_000)]
    [InlineData("1h1m1s1ms1us1ns", 3_661_001_001_001)]
    [InlineData("2µs", 2_000)]
    public void DurationsAreReadAsGoDoes(string text, long nanoseconds) =>
        Assert.Equal(new Duration(nanoseconds), Quantities.ParseDuration(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5 s")]
    [InlineData("s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("5S")]
    [InlineData("5s\n")]
    [InlineData("1e3s")]
    [InlineData("-5s")]
    [InlineData("99999999999999999999999999999999999999h")]
    public void WhatIsNoDurationIsRefused(string text) => Assert.NotNull(Quantities.ParseDuration(text).Code);

    [Fact]
    public void EveryDurationReadsBackToTheNanosecond() => Gen.OneOf(
        Gen.Long[0, 1_000_000], Gen.Long[0, long.MaxValue / 4])
        .Sample(ns => Quantities.ParseDuration(Quantities.Format(new Duration(ns))).Value == new Duration(ns));

    [Theory]
    [InlineData("500m", 500)]
    [InlineData("1", 1000)]
    [InlineData("0.5", 500)]
    [InlineData("1.25", 1250)]
    [InlineData("0", 0)]
    public void CpuIsReadAsKubernetesDoes(string text, long millicores) =>
        Assert.Equal(new CpuQuantity(millicores), Quantities.ParseCpu(text).Value);

    [Theory]
    [InlineData("128Mi", 134_217_728)]
    [InlineData("1.5Gi", 1_610_612_736)]
    [InlineData("1k", 1000)]
    [InlineData("2G", 2_000_000_000)]
    public void MemoryIsReadAsKubernetesDoes(string text, long bytes) =>
        Assert.Equal(new Bytes(bytes), Quantities.ParseBytes(text).Value);

    [Theory]
    [InlineData("15/s", 15)]
    [InlineData("300/m", 5)]
    [InlineData("1800/h", 0.5)]
    [InlineData("1e3/s", 1000)]
    public void RatesArePerSecond(string text, double perSecond) =>
        Assert.Equal(perSecond, Quantities.ParseRate(text).Value.PerSecond);

    [Fact]
    public void EveryAmountReadsBack()
    {
        var at = SourcePosition.StartOf("f");
        Gen.Long[0, 1_024_000].Sample(n => ReadsBack(Amount.Cpu, new CpuQuantity(n)));
        Gen.Long[0, 1L << 40].Sample(n => ReadsBack(Amount.Bytes, new Bytes(n)));
        Gen.Double[0, 1e9].Sample(n => ReadsBack(Amount.Rate, new Rate(n)));

        bool ReadsBack<T>(ScalarShape<T> shape, T value) =>
            shape.Parse(shape.Write(value, at, null)).Value!.Equals(value);
    }

    [Theory]
    [InlineData("25%", 0.25)]
    [InlineData("0.1%", 0.001)]
    [InlineData("0.25", 0.25)]
    public void RatiosAreFractions(string text, double fraction) =>
        Assert.Equal(fraction, Quantities.ParseRatio(text).Value, 12);

    [Theory]
    [InlineData("0.1%", 0.001, "0.1%")]
    [InlineData("7%", 0.07, "7%")]
    [InlineData("0.05", 0.05, "5%")]
    [InlineData("0", 0, "0%")]
    [InlineData("100%", 1, "100%")]
    [InlineData("0.0000001%", 1e-9, "0.0000001%")]
    public void SharesAreAtMostAllAndWrittenInPercent(string text, double share, string written)
    {
        Assert.Equal(share, Quantities.ParseShare(text).Value);
        Assert.Equal(written, Quantities.FormatShare(share));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.5")]
    [InlineData("100.1%")]
    [InlineData("0.00000001%")]
    [InlineData("-1%")]
    [InlineData("5")]
    [InlineData("all")]
    public void WhatIsNoShareIsRefused(string text) => Assert.NotNull(Quantities.ParseShare(text).Code);

    [Fact]
    public void EveryShareReadsBack() => Gen.Long[0, 1_000_000_000].Sample(
        n => Quantities.ParseShare(Quantities.FormatShare(n / 1e9)).Value.Equals(n / 1e9));

    [Theory]
    [InlineData("12000000", 12e6)]
    [InlineData("12e6", 12e6)]
    [InlineData("1.2E+7", 12e6)]
    public void CountsMayBeWrittenWithAnExponent(string text, double count) =>
        Assert.Equal(count, Quantities.ParsePlain(text).Value);

    [Theory]
    [InlineData("12M")]
    [InlineData("1e999")]
    [InlineData("e6")]
    [InlineData("12,000,000")]
    public void WhatIsNoCountIsRefused(string text) => Assert.NotNull(Quantities.ParsePlain(text).Code);
}
