using System.Globalization;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Dns;

/// <summary>
/// Every server's counters at the end of the run under the names CoreDNS exports them by, one sample a row; averaged
/// over replications, after warm-up.
/// </summary>
/// <remarks>
/// Names: coredns plugin/metrics, cache, forward, autopath. Only labels that the model knows are there. The upstream
/// resolver is no CoreDNS: its interfaces have what the ENA driver counts.
/// </remarks>
public static class CoreDnsCsv
{
    private const int Buckets = 16;
    private const double FirstBucketSeconds = 0.00025;

    public static void Write(Stream stream, RunResult run)
    {
        using var csv = Csv.Create(stream, "variant", "server", "metric", "labels", "value");
        foreach (var variant in run.Variants)
        {
            foreach (var results in DnsSeriesCsv.Servers(variant))
            {
                var samples = results[0].Hop == DnsHop.Upstream ? Interface(results) : CoreDns(results);
                foreach (var (metric, labels, value) in samples)
                {
                    csv.WriteField(variant.Name);
                    csv.WriteField(results[0].Name);
                    csv.WriteField(metric);
                    csv.WriteField(labels);
                    csv.Field(value);
                    csv.EndRow(run, variant.Sha256);
                }
            }
        }
    }

    private readonly record struct Sample(string Metric, string Labels, double Value);

    private static IEnumerable<Sample> CoreDns(List<DnsServerResult> results)
    {
        double Mean(Func<DnsServerResult, long> counter) => results.Average(counter);
        yield return new("coredns_dns_requests_total", "type=A", Mean(r => r.RequestsA));
        yield return new("coredns_dns_requests_total", "type=AAAA", Mean(r => r.RequestsAaaa));
        foreach (var rcode in results.SelectMany(r => r.Responses.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            yield return new("coredns_dns_responses_total", "rcode=" + rcode,
                Mean(r => r.Responses.GetValueOrDefault(rcode)));
        }

        yield return new("coredns_cache_requests_total", "",
            Mean(r => r.CacheHitsSuccess + r.CacheHitsDenial + r.CacheMisses));
        yield return new("coredns_cache_hits_total", "type=success", Mean(r => r.CacheHitsSuccess));
        yield return new("coredns_cache_hits_total", "type=denial", Mean(r => r.CacheHitsDenial));
        yield return new("coredns_cache_entries", "type=success", Mean(r => r.CacheEntriesSuccess));
        yield return new("coredns_cache_entries", "type=denial", Mean(r => r.CacheEntriesDenial));
        yield return new("coredns_forward_max_concurrent_rejects_total", "", Mean(r => r.Rejected));
        yield return new("coredns_autopath_success_total", "", Mean(r => r.AutopathSuccess));
        foreach (var sample in Durations(results)) yield return sample;
    }

    private static IEnumerable<Sample> Interface(List<DnsServerResult> results) =>
        [new Sample("linklocal_allowance_exceeded", "", results.Average(r => r.Dropped))];

    private static IEnumerable<Sample> Durations(List<DnsServerResult> results)
    {
        const string metric = "coredns_dns_request_duration_seconds";
        for (var i = 0; i < Buckets; i++)
        {
            var edge = FirstBucketSeconds * (1 << i);
            yield return new(metric + "_bucket", "le=" + edge.ToString(CultureInfo.InvariantCulture),
                results.Average(r => r.Duration.CountUpTo(Duration.FromSeconds(edge))));
        }

        yield return new(metric + "_bucket", "le=+Inf", results.Average(r => r.Duration.Count));
        yield return new(metric + "_sum", "", results.Average(r => r.Duration.Mean.TotalSeconds * r.Duration.Count));
        yield return new(metric + "_count", "", results.Average(r => r.Duration.Count));
    }
}
