using CsCheck;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sweeps;
using Xunit;

namespace Simulator.Tests.Sweeps;

public class SweepValuesTests
{
    private const string Limit = "services.api.resources.limits.cpu";

    [Theory]
    [InlineData(Limit + "=250m,0.5,1.0", "250m 500m 1")]
    [InlineData(Limit + "=250m..2:250m", "250m 500m 750m 1 1250m 1500m 1750m 2")]
    [InlineData(Limit + "=0.25..1:250m", "250m 500m 750m 1")]
    [InlineData(Limit + "=250m..1100m:250m", "250m 500m 750m 1")]
    [InlineData(Limit + "=250m..2#8", "250m 500m 750m 1 1250m 1500m 1750m 2")]
    [InlineData(Limit + "=1..2#4", "1 1333m 1667m 2")]
    [InlineData(Limit + "=250m..2*2", "250m 500m 1 2")]
    [InlineData(Limit + "=100m..1*1.5", "100m 150m 225m 338m 506m 759m")]
    [InlineData(Limit + "=100m,250m..1:250m,4", "100m 250m 500m 750m 1 4")]
    [InlineData(Limit + "= 250m , 500m .. 1 : 500m", "250m 500m 1")]
    [InlineData("services.api.runtime.threads=1,2,4,6", "1 2 4 6")]
    [InlineData("services.*.runtime.threads=1..6#3", "1 4 6")]
    [InlineData("services.\"web.v2\".runtime.threads=1..64*2", "1 2 4 8 16 32 64")]
    [InlineData("services.api.resources.limits.memory=128Mi..1Gi*2", "128Mi 256Mi 512Mi 1Gi")]
    [InlineData("services.api.resources.limits.memory=128Mi..1Gi#3", "128Mi 576Mi 1Gi")]
    [InlineData("clients.users.arrival.rate=10/s..100/s:30/s", "10/s 40/s 70/s 100/s")]
    [InlineData("clients.users.arrival.rate=60/m,2/s", "1/s 2/s")]
    [InlineData("clients.users.arrival.rate=0.1/s..100/s*10", "0.1/s 1/s 10/s 100/s")]
    [InlineData("clients.users.arrival.rate=10/s..100/s#8", "10/s 22.8571/s 35.7143/s 48.5714/s 61.4286/s 74.2857/s "
        + "87.1429/s 100/s")]
    [InlineData("clients.users.retries.budget.ratio=5%..20%:5%", "5% 10% 15% 20%")]
    [InlineData("clients.users.retries.budget.ratio=0.1,0.25", "10% 25%")]
    [InlineData("services.api.endpoints.get.steps.work.cpu=1ms..1.5ms:250us", "1ms 1.25ms 1.5ms")]
    [InlineData("services.api.endpoints.get.steps.work.cpu=100us..10ms*10", "100us 1ms 10ms")]
    [InlineData("clients.users.retries.max=2..4:1", "2 3 4")]
    [InlineData("clients.users.retries.backoff.factor=1..2:0.5", "1 1.5 2")]
    [InlineData("run.warmup=0s..1m30s:45s", "0s 45s 1m30s")]
    [InlineData("run.seed=1..18446744073709551615#2", "1 18446744073709551615")]
    [InlineData("services.api.routing=random,round-robin", "random round-robin")]
    [InlineData("metadata.title=\"a, b\",1.20,'x..y'", "a, b 1.20 x..y")]
    [InlineData("services.api.endpoints.get.steps.work.cpu=5ms,{p50: 5ms, p99: 9ms}",
        "5ms {\"p50\":\"5ms\",\"p99\":\"9ms\"}")]
    public void ValuesAreWrittenAsTheLanguageWritesThem(string sweep, string values) =>
        Assert.Equal(values, Swept.Values(sweep));

    [Theory]
    [InlineData(Limit, "--sweep:1:1: error[bad-path] 'services.api.resources.limits.cpu' has no '='")]
    [InlineData(Limit + "=", "--sweep:1:35: error[bad-sweep] the values are missing")]
    [InlineData(Limit + "=250m,,1", "--sweep:1:40: error[bad-sweep] a value is missing here")]
    [InlineData(Limit + "=250m,", "--sweep:1:40: error[bad-sweep] a value is missing here")]
    [InlineData(Limit + "=250m..2", "--sweep:1:35: error[bad-sweep] '250m..2' does not say how far apart")]
    [InlineData(Limit + "=..2:1", "--sweep:1:35: error[bad-sweep] a range needs where it begins")]
    [InlineData(Limit + "=1..:1", "--sweep:1:38: error[bad-sweep] a range needs where it ends")]
    [InlineData(Limit + "=1..2:", "--sweep:1:40: error[bad-sweep] a range needs its step after ':'")]
    [InlineData(Limit + "=1..2:0", "--sweep:1:40: error[bad-sweep] " + Limit + ": a step of zero leads nowhere")]
    [InlineData(Limit + "=2..250m:250m", "--sweep:1:35: error[bad-sweep] " + Limit
        + ": goes downwards: begin with the smaller one, 250m..2")]
    [InlineData(Limit + "=1..1000m:1m", "--sweep:1:35: error[bad-sweep] " + Limit + ": begins where it ends")]
    [InlineData(Limit + "=1..2#1", "--sweep:1:40: error[bad-sweep] " + Limit + ": '1' is not a number of values")]
    [InlineData(Limit + "=1..2#1.5", "--sweep:1:40: error[bad-sweep] " + Limit + ": '1.5' is not a number of values")]
    [InlineData(Limit + "=1..2*1", "--sweep:1:40: error[bad-sweep] " + Limit + ": '1' is not a factor")]
    [InlineData(Limit + "=1..2*2m", "--sweep:1:40: error[bad-sweep] " + Limit + ": '2m' is not a factor")]
    [InlineData("run.warmup=0s..10s*2", "--sweep:1:12: error[bad-sweep] run.warmup: times anything stays zero")]
    [InlineData("services.api.replicas=1..5:1m", "--sweep:1:28: error[wrong-type] services.api.replicas: expected a")]
    [InlineData(Limit + "=1..2:1ms", "--sweep:1:40: error[wrong-unit] " + Limit + ": '1ms' is not an amount of CPU")]
    [InlineData(Limit + "=1..2s:1", "--sweep:1:38: error[wrong-unit] " + Limit + ": '2s' is not an amount of CPU")]
    [InlineData(Limit + "=1m..1024:1m", "--sweep:1:35: error[out-of-range] " + Limit + ": 1024000 values; at most 1000")]
    [InlineData(Limit + "=1..2#5000000000", "--sweep:1:35: error[out-of-range] " + Limit + ": 5000000000 values")]
    [InlineData(Limit + "=1..1024*1.001", "--sweep:1:35: error[out-of-range] " + Limit + ": more than 1000 values")]
    [InlineData(Limit + "=1m..10m#20", "--sweep:1:43: error[bad-sweep] " + Limit + ": comes to '1m' twice")]
    [InlineData(Limit + "=500m,0.5", "--sweep:1:40: error[duplicate] " + Limit + ": the value '500m' is there twice")]
    [InlineData(Limit + "=5OOm", "--sweep:1:35: error[wrong-unit] " + Limit + ": '5OOm' is not an amount of CPU")]
    [InlineData("services.api.resources.limit.cpu=1,2", "--sweep:1:24: error[unknown-key] "
        + "services.api.resources.limit.cpu: there is no key 'limit' here. Did you mean 'limits'?")]
    [InlineData("services.apu.replicas=1,2", "--sweep:1:10: error[unknown-name] services.apu.replicas: "
        + "nothing here is called 'apu'. Did you mean 'api'?")]
    [InlineData("services..replicas=1,2", "--sweep:1:10: error[bad-path] 'services..replicas' is not a path")]
    [InlineData("events.*.at=1s,2s", "--sweep:1:8: error[no-match] events.*.at: the * matches nothing here")]
    [InlineData("variants.x.title=1,2", "--sweep:1:1: error[bad-path] variants.x.title: variants cannot be changed")]
    [InlineData("services.api.replicas=1,two", "--sweep:1:25: error[wrong-type] services.api.replicas: expected a whole")]
    [InlineData("services.api.replicas=1..9:0.5", "--sweep:1:28: error[wrong-type] services.api.replicas: expected a")]
    [InlineData("services.api.routing=random..least-requests:c", "--sweep:1:22: error[bad-sweep] "
        + "services.api.routing: a range needs amounts or numbers here")]
    [InlineData("clients.users.arrival.rate=10..20/s:1/s", "--sweep:1:28: error[wrong-unit] "
        + "clients.users.arrival.rate: '10' has no unit: 10/s?")]
    [InlineData("services.api.endpoints.get.steps.work.cpu={p50: 5ms", "--sweep:1:52: error[syntax] ")]
    public void EveryMistakeSaysWhereItIsAndHowToPutItRight(string sweep, string mistake) =>
        Assert.StartsWith(mistake, Swept.Values(sweep));

    [Fact]
    public void AllMistakesOfOneParameterAreToldAtOnce() => Assert.Equal(
        ["--sweep:1:25", "--sweep:1:32"],
        Swept.Values("services.api.replicas=1,x,2..3:y").Split('\n').Select(m => m.Split(": error")[0]));

    [Fact]
    public void NumbersComeInTheUnitOfTheScale()
    {
        var swept = new SweptScenario(Swept.Scenario());
        var limits = swept.Parameter(Limit + "=250m..2*2", "--sweep", 1)!;
        Assert.Equal("cores", limits.Scale!.Unit);
        Assert.Equal([0.25, 0.5, 1, 2], limits.Values.Select(v => v.Number!.Value));
        Assert.Equal("317m", limits.Scale.Text(0.3171m));
        Assert.Null(swept.Parameter("services.api.routing=random,round-robin", "--sweep", 2)!.Scale);
    }

    [Fact]
    public void ARangeIsAnArithmeticSequenceWhoseTextsReadBackExactly()
    {
        Gen.Select(Gen.Int[1, 4_000], Gen.Int[1, 500], Gen.Int[1, 60]).Sample(
            (from, step, count) =>
            {
                var last = from + (step * count);
                var swept = new SweptScenario(Scenario);
                var limits = swept.Parameter($"{Limit}={from}m..{last}m:{step}m", "--sweep", 1)!;
                Assert.Equal(
                    Enumerable.Range(0, count + 1).Select(i => (from + (i * step)) / 1000.0),
                    limits.Values.Select(v => v.Number!.Value));
                var list = string.Join(',', limits.Values.Select(v => v.Text));
                Assert.Equal(
                    limits.Values.Select(v => v.Text),
                    swept.Parameter($"{Limit}={list}", "--sweep", 1)!.Values.Select(v => v.Text));
                Assert.Equal(
                    limits.Values.Select(v => v.Text),
                    swept.Parameter($"{Limit}={from}m..{last}m#{count + 1}", "--sweep", 1)!.Values.Select(v => v.Text));
                Assert.Empty(swept.Mistakes);
            },
            iter: 300, seed: "0N0XIzNsQ0O2");
    }

    [Fact]
    public void NoTextMakesTheReaderThrow() => Gen.String[Gen.Char["0123456789.,:#*msi/%{}[]\"' -e"], 0, 12].Sample(
        text =>
        {
            var swept = new SweptScenario(Scenario);
            var parameter = swept.Parameter($"clients.users.arrival.rate={text}", "--sweep", 1);
            Assert.NotEqual(parameter is null, swept.Mistakes.IsEmpty);
        },
        iter: 3_000, seed: "0N0XIzNsQ0O2");

    private static EffectiveScenario Scenario { get; } = Swept.Scenario();
}
