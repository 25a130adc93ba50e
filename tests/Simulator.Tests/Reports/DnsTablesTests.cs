using System.Text;
using System.Text.Json;
using Simulator.Reports;
using Simulator.Reports.Dns;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Reports;

public class DnsTablesTests
{
    private static readonly RunResult Run = FakeDns.Run(
        FakeDns.Eks() with { LookupsPerSecond = 300, TimedOut = 0.01, Failed = 0.002, Dropped = 0.1, Refused = 0.03 },
        FakeDns.AsIs("trailing-dot"));

    private static readonly Summary Told = FakeDnsSummary.Of(Run);

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static List<Dictionary<string, string>> Rows(Action<Stream> write)
    {
        var lines = Encoding.UTF8.GetString(Bytes(write)).TrimEnd('\n').Split('\n');
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => columns.Zip(l.Split(',')).ToDictionary(c => c.First, c => c.Second))];
    }

    [Theory]
    [InlineData("api.dns.queries_per_lookup", 10, "1")]
    [InlineData("api.dns.amplification", 5, "1")]
    [InlineData("api.dns.needless_per_day", 300 * 8 * 86_400, "1/d")]
    [InlineData("api.dns.queries_per_day", 300 * 10 * 86_400, "1/d")]
    [InlineData("api.dns.nxdomain_ratio", 0.8, "ratio")]
    [InlineData("api.dns.timeout_ratio", 0.01, "ratio")]
    [InlineData("api.dns.failure_ratio", 0.002, "ratio")]
    [InlineData("api.dns.throughput", 300, "1/s")]
    [InlineData("dns.coredns.rejected_ratio", 0.03, "ratio")]
    [InlineData("dns.upstream.dropped_ratio", 0.006, "ratio")]
    public void TheSummaryTableHoldsTheMetricsOfNames(string metric, double value, string unit)
    {
        var row = Rows(s => SummaryCsv.Write(s, Run, Told))
            .Single(r => r["variant"] == "baseline" && r["metric"] == metric);
        Assert.Equal(unit, row["unit"]);
        Assert.Equal(1, double.Parse(row["value"]) / value, 0.05);
        Assert.NotEqual("", row["half_width"]);
    }

    [Fact]
    public void EveryQueryOfALookupStandsInOneRow()
    {
        var rows = Rows(s => DnsQueriesCsv.Write(s, Run, Told)).Where(r => r["variant"] == "baseline").ToList();
        Assert.Equal(10, rows.Sum(r => double.Parse(r["queries_per_lookup"])), 6);
        var node = Assert.Single(rows, r => r["suffix"] == "ec2.internal");
        Assert.Equal(("NXDOMAIN", 2), (node["reply"], double.Parse(node["queries_per_lookup"])));
        // Two replications, the second with a hundredth more.
        Assert.Equal(2 * 300 * 1.005 * 86_400, double.Parse(node["queries_per_day"]), 1);
    }

    [Fact]
    public void TheSeriesIsTheMeanOfTheReplicationsAndDropsWhatIsAboveTheLimit()
    {
        var rows = Rows(s => DnsSeriesCsv.Write(s, Run))
            .Where(r => r["variant"] == "baseline" && r["server"] == "upstream/worker-0").ToList();
        Assert.Equal(FakeDns.Seconds, rows.Count);
        var results = Run.Variants[0].Replications.SelectMany(r => r.Dns!.Servers)
            .Where(s => s.Name == "upstream/worker-0").ToList();
        Assert.Equal(results.Average(r => r.Queries.Average()), rows.Average(r => double.Parse(r["queries_per_s"])), 6);
        Assert.Equal(results.Average(r => r.Drops.Average()), rows.Average(r => double.Parse(r["dropped_per_s"])), 6);
        Assert.Contains(rows, r => double.Parse(r["dropped_per_s"]) > 0);
        Assert.All(rows, r => Assert.Equal(("upstream", "1024"), (r["hop"], r["limit_per_s"])));
        Assert.All(Rows(s => DnsSeriesCsv.Write(s, Run)).Where(r => r["hop"] == "coredns"),
            r => Assert.Equal("", r["limit_per_s"]));
    }

    [Fact]
    public void CoreDnsSpeaksAsItsMetricsDo()
    {
        var rows = Rows(s => CoreDnsCsv.Write(s, Run))
            .Where(r => r["variant"] == "baseline" && r["server"] == "coredns-0").ToList();
        double Value(string metric, string labels) =>
            double.Parse(rows.Single(r => r["metric"] == metric && r["labels"] == labels)["value"]);
        var servers = Run.Variants[0].Replications.Select(r => r.Dns!.Servers[0]).ToList();
        Assert.Equal(servers.Average(s => s.RequestsAaaa), Value("coredns_dns_requests_total", "type=AAAA"));
        Assert.Equal(servers.Average(s => s.Responses["NXDOMAIN"]),
            Value("coredns_dns_responses_total", "rcode=NXDOMAIN"));
        Assert.Equal(servers.Average(s => s.CacheHitsDenial), Value("coredns_cache_hits_total", "type=denial"));
        Assert.Equal(servers.Average(s => s.CacheHitsDenial + s.CacheHitsSuccess + s.CacheMisses),
            Value("coredns_cache_requests_total", ""));
        Assert.Equal(servers.Average(s => s.Rejected), Value("coredns_forward_max_concurrent_rejects_total", ""));
    }

    [Fact]
    public void DurationsFallIntoSixteenBucketsThatOnlyRiseAndEndWithTheCount()
    {
        var rows = Rows(s => CoreDnsCsv.Write(s, Run))
            .Where(r => r["variant"] == "baseline" && r["server"] == "coredns-0").ToList();
        var buckets = rows.Where(r => r["metric"] == "coredns_dns_request_duration_seconds_bucket").ToList();
        Assert.Equal(17, buckets.Count);
        Assert.Equal(("le=0.00025", "le=8.192", "le=+Inf"),
            (buckets[0]["labels"], buckets[15]["labels"], buckets[16]["labels"]));
        var counts = buckets.Select(b => double.Parse(b["value"])).ToList();
        Assert.Equal(counts.Order(), counts);

        // 60 µs, 160 µs, … up to 9.96 ms: two below the first edge, five below the second, all below the seventh.
        Assert.Equal([2, 5, 10], counts[..3]);
        Assert.Equal(100, counts[6]);
        string Value(string end) => rows.Single(r => r["metric"].EndsWith(end, StringComparison.Ordinal))["value"];
        Assert.Equal("100", Value("_seconds_count"));
        Assert.Equal(0.501, double.Parse(Value("_seconds_sum")), 6);
    }

    [Fact]
    public void AnInterfaceHasOnlyWhatItsDriverCounts()
    {
        var rows = Rows(s => CoreDnsCsv.Write(s, Run))
            .Where(r => r["variant"] == "baseline" && r["server"].StartsWith("upstream/", StringComparison.Ordinal))
            .ToList();
        Assert.All(rows, r => Assert.Equal("linklocal_allowance_exceeded", r["metric"]));
        Assert.Contains(rows, r => double.Parse(r["value"]) > 0);
    }

    [Fact]
    public void TheJsonHasNamesWhereTheyAreLookedUpAndOnlyThere()
    {
        using var json = JsonDocument.Parse(Bytes(s => SummaryJson.Write(s, Run, Told, strict: false)));
        var dns = json.RootElement.GetProperty("variants")[0].GetProperty("dns");
        var service = dns.GetProperty("services")[0];
        Assert.Equal("api", service.GetProperty("service").GetString());
        Assert.Equal(6, service.GetProperty("queries").GetArrayLength());
        var hops = dns.GetProperty("hops").EnumerateArray().ToList();
        Assert.Equal(["coredns", "upstream"], hops.Select(h => h.GetProperty("hop").GetString()));
        Assert.Equal(JsonValueKind.Null, hops[0].GetProperty("limitPerSecond").ValueKind);
        Assert.Equal(1024, hops[1].GetProperty("limitPerSecond").GetDouble());
        var without = FakeRun.InvisibleThrottle();
        var text = Encoding.UTF8.GetString(
            Bytes(s => SummaryJson.Write(s, without, FakeSummary.Of(without), strict: false)));
        Assert.DoesNotContain("\"dns\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAboutNamesExistWhereNamesAreLookedUpAndAreTakenAwayByTheNextRun()
    {
        string[] tables = ["dns.csv", "dns-series.csv", "coredns.csv"];
        string[] plots = ["dns-queries", "dns-latency", "dns-rates"];
        var files = ResultFiles.Of(Run, Told, FakeOrigin.Of(Told), strict: false, plots: true);
        var names = files.Select(f => f.Name).ToList();
        string[] expected = [.. tables, .. plots.SelectMany(p => (string[])[p + ".png", p + ".svg"])];
        Assert.Empty(expected.Except(names));
        Assert.All(expected, n => Assert.True(ResultFiles.IsOurs(n), n));
        var without = FakeRun.InvisibleThrottle(10);
        var summary = FakeSummary.Of(without);
        var others = ResultFiles.Of(without, summary, FakeOrigin.Of(summary), strict: false, plots: false);
        Assert.DoesNotContain(others, f => tables.Contains(f.Name));
    }
}
