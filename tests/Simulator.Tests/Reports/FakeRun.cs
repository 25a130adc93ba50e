using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Reports;

/// <summary>
/// Builds a result as a run of the invisible throttle would give it: 50 renders of 90 ms a batch, six threads.
/// </summary>
internal static class FakeRun
{
    public const int Replications = 3;

    public static RunResult InvisibleThrottle(int seconds = 90) => new()
    {
        Scenario = "invisible-throttle",
        Title = "PDF service, 500m CPU limit, 6 busy threads",
        Question = "Why does a service at a third of its CPU limit take ten times as long?",
        Expectation = "The limit stops six threads for 90 of every 100 ms.",
        Seed = 42,
        Version = "0.1.0",
        Duration = Duration.FromSeconds(seconds),
        Warmup = Duration.FromSeconds(2),
        Variants =
        [
            Variant(VariantResult.Baseline, "500m CPU limit", 0.5, seconds, 'a'),
            Variant("limit-1500m", "1500m CPU limit", 1.5, seconds, 'b'),
            Variant("limit-5", "5 CPUs", 5, seconds, 'c'),
            Variant("no-limit", "no CPU limit", 0, seconds, 'd'),
        ],
    };

    public static VariantResult Variant(string name, string title, double limit, int seconds, char sha)
    {
        var replications = ImmutableArray.CreateBuilder<ReplicationResult>();
        CloseUp? closeUp = null;
        const int from = 3_000;
        for (var r = 0; r < Replications; r++)
        {
            var pod = new FakePod(limit, r + 1);
            pod.Run(seconds * 1000, from);
            closeUp ??= pod.CloseUp(from);
            replications.Add(Replication(r, pod, limit, seconds));
        }

        return new VariantResult
        {
            Name = name,
            Title = title,
            Sha256 = new string(sha, 64),
            Replications = replications.ToImmutable(),
            CloseUp = closeUp,
        };
    }

    private static ReplicationResult Replication(int number, FakePod pod, double limit, int seconds)
    {
        var latency = Latency(pod, seconds);
        return new ReplicationResult
        {
            Replication = number,
            Events = 100_000,
            Latencies = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                [KeyValuePair.Create("pdf.render.latency", latency), KeyValuePair.Create("users.latency", latency)]),
            Clients = ImmutableSortedDictionary<string, ClientResult>.Empty.Add("users", new ClientResult
            {
                Arrivals = latency.Measured.Count + 1,
                Outcomes = ImmutableSortedDictionary<string, long>.Empty
                    .Add("ok", latency.Measured.Count).Add("unfinished", 1),
            }),
            Services = ImmutableSortedDictionary<string, ServiceResult>.Empty.Add("pdf", new ServiceResult
            {
                Interval = Duration.FromSeconds(1),
                LimitCores = limit > 0 ? limit : null,
                NodeCpus = 6,
                Pods = [new PodResult { Name = "pdf-0", Cpu = [.. pod.Cpu] }],
                Completed = [.. Enumerable.Range(0, seconds).Select(
                    s => (long)pod.Latencies.Count(l => l.ArrivedMs / 1000 == s))],
            }),
        };
    }

    private static LatencyResult Latency(FakePod pod, int seconds)
    {
        var measured = new LatencyHistogram();
        var series = new LatencyHistogram?[seconds];
        foreach (var (arrived, latency) in pod.Latencies)
        {
            (series[arrived / 1000] ??= new LatencyHistogram()).Record(latency);
            if (arrived >= 2000) measured.Record(latency);
        }

        return new LatencyResult
        {
            Measured = measured,
            Interval = Duration.FromSeconds(1),
            Series = [.. series],
        };
    }
}
