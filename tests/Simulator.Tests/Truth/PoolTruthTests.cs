using System.Text;
using Simulator.Scenarios.Truth;
using Simulator.Scenarios.Truth.Pools;
using Xunit;

namespace Simulator.Tests.Truth;

/// <summary>Pools, PgBouncer, Postgres and routing against recordings: they may become better, not worse.</summary>
public class PoolTruthTests
{
    private static readonly Lazy<PoolTruthResult> Shipped = new(() => PoolTruth.Compare(PoolRecording.Shipped(), CancellationToken.None));

    [Theory]
    [InlineData("pg_pool_semantics", 68, 69)]
    [InlineData("sigkill_backend_survival", 52, 52)]
    [InlineData("network_partition", 7, 7)]
    [InlineData("pgbouncer_behaviour", 85, 85)]
    [InlineData("pgbench_closed_and_open_loop", 55, 63)]
    [InlineData("cpu_and_contention_curves", 15, 54)]
    [InlineData("routing_model_rapgenius", 59, 60)]
    [InlineData("brooker_retry_sim", 40, 40)]
    [InlineData("brooker_collapse_sim", 200, 200)]
    [InlineData("metastable_retry_and_health", 41, 41)]
    [InlineData("shutdown_variants", 19, 19)]
    [InlineData("rolling_deploy_real_processes", 17, 17)]
    [InlineData("fleet_arithmetic", 144, 144)]
    public void NoFewerFiguresThanBeforeAreInside(string section, int least, int all)
    {
        var rows = Shipped.Value.Rows.Where(r => r.Group == section && r.Bound is not null).ToList();
        Assert.Equal(all, rows.Count);
        var inside = rows.Count(r => r.Inside);
        Assert.True(inside >= least, $"{inside} of {rows.Count}\n{Misses(rows)}");
    }

    [Fact]
    public void EverySectionThatIsNotReplayedIsNamed()
    {
        Assert.Single(Shipped.Value.NotReplayed);
        var (recording, errors) = Read("""{"meta": {}, "quantum_pools": [1], "pgbouncer_behaviour": {"haiku": 5}}""");
        Assert.Empty(errors);
        var result = Compare(recording!);
        Assert.Empty(result.Rows);
        Assert.Contains("quantum_pools: no such section is known", result.NotReplayed[0], StringComparison.Ordinal);
        Assert.Contains("pgbouncer_behaviour.haiku", result.NotReplayed[1], StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMissIsExplainedAndSoIsThatAnotherFileHasNone()
    {
        Assert.DoesNotContain(Shipped.Value.Explanations, e => e.StartsWith("Not explained", StringComparison.Ordinal));
        const string text = """{"network_partition": {"defaults_total_s": 7000}}""";
        Assert.Equal("Not explained: defaults total_s.", Compare(Read(text).Recording!).Explanations.Single());
    }

    [Fact]
    public void AnUnknownWayToShutDownIsNamed()
    {
        var result = Compare(Read("""{"shutdown_variants": [{"variant": "prayer", "exit_ms": 1}]}""").Recording!);
        Assert.Empty(result.Rows);
        Assert.StartsWith("shutdown_variants.prayer:", result.NotReplayed.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "x.json:1:1: error[json]")]
    [InlineData("[]", "x.json:1:1: error[recording]")]
    [InlineData("{}", "x.json:1:1: error[empty]")]
    [InlineData("{\"a\": 1,\n oops}", "x.json:2:2: error[json]")]
    public void AFileThatIsNoneIsExplained(string text, string error) =>
        Assert.StartsWith(error, Read(text).Errors.Single(), StringComparison.Ordinal);

    [Fact]
    public void ASectionOfTheWrongShapeIsNamedAndDoesNotStopTheOthers()
    {
        var result = Compare(
            Read("""{"routing_model_rapgenius": 5, "network_partition": {"defaults_total_s": 7875}}""").Recording!);
        Assert.Contains(result.Rows, r => r is { Metric: "total_s", Inside: true });
    }

    [Fact]
    public void ParametersComeFromTheRecording()
    {
        // Another keepalive, and another end with it.
        const string text = """
            {"network_partition": {"keepalive": "idle 20 s, interval 2 s, count 5", "rows": [
              {"case": "host vanished; idle", "options": "", "backend_gone_s": 30.1}]}}
            """;
        var row = Compare(Read(text).Recording!).Rows.Single();
        Assert.Equal(30, row.Simulated, 0.2);
    }

    [Fact]
    public void AWrongRecordingIsNoticed()
    {
        const string text = """
            {"pg_pool_semantics": {"order": {"released_order": [0, 2, 1], "next_acquired_order": [0, 2, 1],
              "waiters_served": [0, 1]}}}
            """;
        var rows = Compare(Read(text).Recording!).Rows;
        Assert.Equal("'0 2 1' was measured, '1 2 0' simulated", rows.Single(r => !r.Inside).Difference);
    }

    [Fact]
    public void TheLawOfACurveIsFoundAgain()
    {
        var law = new Models.Database.Contention(0.2, 0.01);
        var points = new[] { 1.0, 2, 5, 20, 60 }.Select(n => (n, 0.5 * law.Inflation((int)n))).ToList();
        var (alone, found) = ScalabilityFit.Of(points);
        Assert.Equal(0.5, alone, 1e-9);
        Assert.Equal(0.2, found.Sigma, 1e-9);
        Assert.Equal(0.01, found.Kappa, 1e-9);
        Assert.Equal(0.01, ScalabilityFit.Of(points, alone: 0.5).Law.Kappa, 1e-9);
    }

    private static PoolTruthResult Compare(PoolRecording recording) =>
        PoolTruth.Compare(recording, TestContext.Current.CancellationToken);

    private static (PoolRecording? Recording, IReadOnlyList<string> Errors) Read(string text) =>
        PoolRecording.Read("x.json", new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string Misses(IEnumerable<TruthRow> rows) => string.Join('\n', rows.Where(r => !r.Inside)
        .Select(r => $"{r.Name} {r.Metric}: {r.Measured:0.###} measured, {r.Simulated:0.###} simulated"));
}
