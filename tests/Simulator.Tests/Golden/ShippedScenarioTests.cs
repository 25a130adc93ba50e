using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Golden;

/// <summary>
/// What each scenario says is true, and its numbers are those of the last time; UPDATE_GOLDEN=1 writes new ones.
/// </summary>
public class ShippedScenarioTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(RepositoryFiles.Path("scenarios"), "*.yaml")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AScenarioKeepsItsWordAndItsNumbers(string name)
    {
        var variants = Read(name);
        var run = Runner.Run(
            variants, new RunOptions { CloseUps = false }, TestContext.Current.CancellationToken);
        var summary = Summary.Of(run, variants);
        Assert.All(
            summary.Variants.SelectMany(v => v.Verdicts, (v, verdict) => (v.Name, Verdict: verdict)),
            v => Assert.True(
                v.Verdict.Outcome == VerdictOutcome.Pass,
                $"{v.Name}: {v.Verdict.Threshold} is {v.Verdict.Outcome}, observed {v.Verdict.Observed}"));
        Compare(RepositoryFiles.Path("tests", "Simulator.Tests", "Golden", $"{name}.txt"), TextOf(summary));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AScenarioIsProseFirst(string name)
    {
        var scenario = Read(name)[0].Scenario;
        Assert.Equal(name, scenario.Metadata.Name);
        Assert.NotNull(scenario.Metadata.Title);
        Assert.NotNull(scenario.Metadata.Question);
        Assert.NotNull(scenario.Metadata.Expectation);
        var lines = File.ReadAllLines(RepositoryFiles.Path("scenarios", $"{name}.yaml"));
        Assert.Equal("# yaml-language-server: $schema=./schema/scenario.v1.schema.json", lines[0]);
        Assert.Equal("# $schema: ./schema/scenario.v1.schema.json", lines[1]);
        Assert.Contains(lines, l => l.StartsWith("# The question.", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("# The expectation", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("# Sources: ", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.True(l.Length <= 120, l));
    }

    private static ImmutableArray<RunVariant> Read(string name)
    {
        var read = ScenarioReader.ReadFile(RepositoryFiles.Path("scenarios", $"{name}.yaml"));
        Assert.Empty(read.Diagnostics);
        return [RunVariant.Of(read.Baseline!), .. read.Variants.Select(RunVariant.Of)];
    }

    private static void Compare(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{file} is missing; UPDATE_GOLDEN=1 writes it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string TextOf(Summary summary)
    {
        var text = new StringBuilder();
        foreach (var variant in summary.Variants)
        {
            text.AppendLine($"{variant.Name}: {variant.Title}");
            foreach (var l in variant.Latencies)
            {
                text.Append($"  {l.Metric} n {l.Count} unfinished {l.Unfinished} mean {Of(l.Mean)}");
                foreach (var (rank, value) in LatencySummary.Ranks.Zip(l.Percentiles))
                    text.Append($" p{rank} {Of(value)}");
                text.AppendLine($" max {Of(l.Max)}");
            }

            foreach (var c in variant.Clients)
                text.AppendLine($"  {c.Client} {Of(c.Throughput)}/s errors {Of(c.ErrorRatio)} {Counts(c)}");
            foreach (var s in variant.Services)
            {
                text.AppendLine(
                    $"  {s.Service} {Of(s.Throughput)}/s cores {Of(s.UsageCores)} dashboard {Of(s.Dashboard)} " +
                    $"max {Of(s.DashboardMax)} throttled {Of(s.ThrottledRatio)} 5m {Of(s.ThrottledRatio5m)} " +
                    $"time {Of(s.ThrottledTime)}");
            }

            if (variant.Dns is { } dns) Append(text, dns);
            if (variant.Databases is { } databases) Append(text, databases);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder text, DnsSummary dns)
    {
        foreach (var s in dns.Services)
        {
            text.AppendLine(
                $"  {s.Service} lookups {Of(s.Throughput)}/s queries {Of(s.QueriesPerLookup)} " +
                $"amplification {Of(s.Amplification)} a day {Of(s.QueriesPerDay)} needless {Of(s.NeedlessPerDay)} " +
                $"failed {Of(s.FailureRatio)} timed out {Of(s.TimeoutRatio)} NXDOMAIN {Of(s.NxDomainRatio)}");
            foreach (var q in s.ByName) text.AppendLine($"    {q.Suffix} {q.Reply} {q.Count}");
        }

        foreach (var h in dns.Hops)
        {
            text.AppendLine(
                $"  {h.Hop} servers {h.Servers} rate {Of(h.Rate)}/s peak {Of(h.Peak)} limit {h.LimitPerSecond} " +
                $"NXDOMAIN {Of(h.NxDomainRatio)} hits {Of(h.CacheHitRatio)} refused {Of(h.RejectedRatio)} " +
                $"dropped {Of(h.DroppedRatio)}");
        }
    }

    private static void Append(StringBuilder text, DatabasesSummary databases)
    {
        foreach (var d in databases.Servers)
        {
            text.AppendLine(
                $"  {d.Name} connections {Of(d.Connections)} active {Of(d.Active)} in transaction " +
                $"{Of(d.IdleInTransaction)} rejected {Of(d.Rejected)} errors {Of(d.Errors)}");
            foreach (var e in d.ByKind) text.AppendLine($"    {e.SqlState} {e.Message} {e.Count}");
            if (d.PgBouncer is { } p)
                text.AppendLine(
                    $"    pgbouncer clients {Of(p.Clients)} waiting {Of(p.Waiting)} servers {Of(p.Servers)} " +
                    $"longest {Of(p.MaxWait)}");
        }

        foreach (var p in databases.Pools)
        {
            text.AppendLine(
                $"  {p.Service} pool {p.Pool} connections {Of(p.Connections)} idle {Of(p.Idle)} " +
                $"waiting {Of(p.Waiting)} timeouts {Of(p.Timeouts)}");
        }
    }

    private static string Of(LevelSummary level) => $"{Of(level.Mean)} most {Of(level.Max)}";

    private static string Counts(ClientSummary client) =>
        string.Join(' ', client.Outcomes.Where(o => o.Value > 0).Select(o => $"{o.Key} {o.Value}"));

    /// <summary>Six digits: more would be those of the last bits of sums.</summary>
    private static string Of(Measured m)
    {
        var halfWidth = double.IsNaN(m.HalfWidth) ? 0 : Math.Round(m.HalfWidth, 9);
        return string.Create(CultureInfo.InvariantCulture, $"{m.Value:G6}±{halfWidth:G3}");
    }
}
