using System.Text;
using Simulator.Models.Database;
using Simulator.Reports;
using Simulator.Reports.Databases;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Spectre.Console;
using Xunit;

namespace Simulator.Tests.Reports;

public class DatabaseReportTests
{
    private static readonly Lazy<(RunResult Run, Summary Summary)> Told = new(() =>
    {
        Sketch With(PgBouncerOptions? pooler) => DatabaseSketch.Sketch(
            DatabaseSketch.Pool(20), DatabaseSketch.Free with { MaxConnections = 20 }, pooler) with
        {
            Replicas = 2,
            Concurrency = 40,
            Steps = [DatabaseSketch.Query(DatabaseSketch.Exponential(20))],
            Seconds = 6,
            Warmup = 1,
            Replications = 2,
        };
        RunVariant[] variants =
        [
            With(null).Variant() with { Sha256 = new string('a', 64) },
            With(DatabaseSketch.FreePooler with { DefaultPoolSize = 5 }).Variant("pgbouncer-in-front-of-postgres")
                with { Sha256 = new string('b', 64) },
        ];
        var run = Sketch.RunAll(variants, new RunOptions { CloseUps = false });
        return (run, Summary.Of(run, [.. variants]));
    });

    private static string[] Console(int width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        new ConsoleReport(console, Told.Value.Run, Told.Value.Summary, strict: false).Write();
        return text.ToString().Split('\n');
    }

    private static string[][] Table(Action<Stream, RunResult> write)
    {
        using var stream = new MemoryStream();
        write(stream, Told.Value.Run);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).TrimEnd().Split('\n').Select(l => l.Split(','))];
    }

    [Fact]
    public void EightyColumnsAreEnoughForTheTablesOfDatabases()
    {
        var lines = Console(80);
        Assert.All(lines, l => Assert.True(l.TrimEnd('\r').Length <= 80, l));
        foreach (var start in (string[])["pg: connections of Postgres", "pg: PgBouncer", "api: pool pg"])
            Assert.Contains(lines, l => l.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorsAreToldWithTheirCodeAndWords() => Assert.Contains(
        Console(200), l => l.Contains(" × 53300 remaining connection slots are reserved", StringComparison.Ordinal));

    [Fact]
    public void BackendsByStateAddUpToTheSlotsInUse()
    {
        var rows = Table(PgStatActivityCsv.Write);
        Assert.Equal(
            "variant,t_s,database,state,count,count_max,max_connections", string.Join(',', rows[0].Take(7)));
        var of = rows.Skip(1).Where(r => r[0] == "baseline" && r[1] == "3").ToList();
        Assert.Equal(
            ["starting", "idle", "active", "idle in transaction", "exiting", "all"], of.Select(r => r[3]));
        var counts = of.Select(r => double.Parse(r[4])).ToList();
        Assert.Equal(counts[^1], counts.SkipLast(1).Sum(), 1e-3);
        // Three slots are the superusers'; a login that is refused has one while it is told so.
        Assert.Equal(("17", "18"), (of[2][5], of[^1][5]));
    }

    [Fact]
    public void PoolsOfPgBouncerHaveTheNamesOfShowPools()
    {
        var rows = Table(PgBouncerPoolsCsv.Write);
        Assert.Equal(
            "cl_active,cl_waiting,sv_active,sv_idle,sv_login,maxwait", string.Join(',', rows[0].Skip(4).Take(6)));
        var row = rows.Single(r => r[0] != "baseline" && r[1] == "3");
        Assert.Equal(("pg-pgbouncer-0", "pg"), (row[2], row[3]));
        Assert.Equal(40, double.Parse(row[4]) + double.Parse(row[5]), 1e-3);
        Assert.InRange(double.Parse(row[9]), 0.05, 1);
    }

    [Fact]
    public void ClientPoolsStandByGeneration()
    {
        var rows = Table(PoolsCsv.Write);
        Assert.Equal(
            "service,pool,generation,database,total,idle,waiting", string.Join(',', rows[0].Skip(2).Take(7)));
        Assert.Equal(2 * 6, rows.Length - 1);
        Assert.All(rows.Skip(1), r => Assert.Equal(("api", "pg", "1", "pg"), (r[2], r[3], r[4], r[5])));
    }

    [Fact]
    public void TheSummaryHasEachNumberOnceUnderItsMetric()
    {
        using var stream = new MemoryStream();
        SummaryJson.Write(stream, Told.Value.Run, Told.Value.Summary, strict: false);
        var json = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains("\"maxConnections\": 20", json, StringComparison.Ordinal);
        Assert.Contains("\"pg.pgbouncer.waiting\"", json, StringComparison.Ordinal);
        Assert.Contains("\"sqlState\": \"53300\"", json, StringComparison.Ordinal);
        Assert.Contains("near_p99_query", json, StringComparison.Ordinal);
        var rows = Table((s, run) => SummaryCsv.Write(s, run, Told.Value.Summary));
        Assert.Equal(2, rows.Count(r => r[1] == "api.pools.pg.timeouts"));
    }
}
