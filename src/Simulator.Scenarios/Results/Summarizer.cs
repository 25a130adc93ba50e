using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>From facts to what a reader is told: pure arithmetic.</summary>
internal sealed class Summarizer(VariantResult variant, Duration warmup, Duration duration)
{
    private readonly double _seconds = (duration - warmup).TotalSeconds;

    public DnsSummarizer Dns { get; } = new(variant, warmup, duration);

    public DatabaseSummarizer Databases { get; } = new(variant);

    public PodsSummarizer Pods { get; } = new(variant, warmup, duration);

    public VariantSummary Summarize(IEnumerable<ThresholdSpec> thresholds)
    {
        var first = variant.Replications[0];
        var referee = new Referee(this);
        return new VariantSummary
        {
            Name = variant.Name,
            Title = variant.Title,
            Sha256 = variant.Sha256,
            Verdicts = [.. thresholds.Select(referee.Judge)],
            Latencies = [.. first.Latencies.Keys.Select(Latency)],
            Breakdowns = [.. first.Breakdowns.Keys.Select(Breakdown)],
            Clients = [.. first.Clients.Keys.Select(Client)],
            Services = [.. first.Services.Keys.Select(Service)],
            Dns = Dns.Summarize(),
            Databases = Databases.Summarize(),
            Pods = Pods.Summarize(),
            Recoveries = variant.Events.IsEmpty ? [] : [.. first.Clients.Keys.Select(Recovery)],
        };
    }

    public RecoverySummary Recovery(string client) => RecoverySummary.Of(variant, client, warmup, duration);

    public LatencySummary Latency(string metric)
    {
        var all = PooledLatency(metric);
        return new LatencySummary
        {
            Metric = metric,
            Count = all.Count,
            Unfinished = variant.Replications.Sum(r => r.Latencies[metric].Unfinished),
            Mean = LatencyValue(metric, all, h => h.Mean),
            Percentiles = [.. LatencySummary.Ranks.Select(p => LatencyValue(metric, all, h => h.Quantile(p / 100)))],
            Max = LatencyValue(metric, all, h => h.Max),
        };
    }

    /// <summary>Seconds.</summary>
    public Measured LatencyValue(string metric, LatencyHistogram all, Func<LatencyHistogram, Duration> value)
    {
        double[] own =
        [
            .. variant.Replications.Select(r => r.Latencies[metric].Measured).Where(h => h.Count > 0)
                .Select(h => value(h).TotalSeconds),
        ];
        return Pooled.Value(value(all).TotalSeconds, own);
    }

    public LatencyHistogram PooledLatency(string metric)
    {
        var all = new LatencyHistogram();
        foreach (var replication in variant.Replications) all.Merge(replication.Latencies[metric].Measured);
        return all;
    }

    /// <summary>Per replication.</summary>
    public Measured LatencyCount(string metric) =>
        Pooled.Mean([.. variant.Replications.Select(r => (double)r.Latencies[metric].Measured.Count)]);

    /// <summary>Per second of measured time.</summary>
    public Measured LatencyRate(string metric) =>
        Pooled.Mean([.. variant.Replications.Select(r => PerSecond(r.Latencies[metric].Measured.Count))]);

    public BreakdownSummary Breakdown(string metric) =>
        BreakdownSummary.Of(metric, [.. variant.Replications.Select(r => r.Breakdowns[metric])]);

    /// <summary>Requests that queued for a thread, as a share of all.</summary>
    /// <param name="metric">The endpoint's latency.</param>
    public Measured QueuedRatio(string metric) =>
        BreakdownSummary.QueuedRatioOf(variant.Replications.Select(r => r.Breakdowns[metric]));

    public ClientSummary Client(string client)
    {
        ImmutableArray<ClientResult> results = [.. ResultsOf(client)];
        return new ClientSummary
        {
            Client = client,
            Throughput = Pooled.Mean([.. results.Select(r => PerSecond(r.Outcomes[ClientResult.Ok]))]),
            ErrorRatio = Pooled.Ratio([.. results.Select(ErrorsOfEnded)]),
            Retries = results[0].Attempts is null ? null : Retries(client),
            Amplification = results[0].Attempts is null ? null : Amplification(client),
            Outcomes = results.SelectMany(r => r.Outcomes.Keys).Distinct().ToImmutableSortedDictionary(
                o => o, o => results.Sum(r => r.Outcomes.GetValueOrDefault(o)), StringComparer.Ordinal),
        };
    }

    /// <summary>Attempts after a call's first, per second of measured time.</summary>
    public Measured Retries(string client) =>
        Pooled.Mean([.. ResultsOf(client).Select(r => PerSecond(r.Retries))]);

    /// <summary>Attempts per call; less than one where a circuit breaker lets few through.</summary>
    public Measured Amplification(string client) => Pooled.Ratio(
        [.. ResultsOf(client).Select(r => ((double)(r.Attempts ?? r.Arrivals), (double)r.Arrivals))]);

    /// <summary>Calls that ended so, as a share of those that ended.</summary>
    public Measured ErrorShare(string client, string outcome) => Pooled.Ratio(
        [.. ResultsOf(client).Select(r => ((double)r.Outcomes.GetValueOrDefault(outcome), ErrorsOfEnded(r).Ended))]);

    private IEnumerable<ClientResult> ResultsOf(string client) => variant.Replications.Select(r => r.Clients[client]);

    public ServiceSummary Service(string service)
    {
        ImmutableArray<ServiceResult> results = [.. variant.Replications.Select(r => r.Services[service])];
        ImmutableArray<CpuAccount> accounts = [.. results.Select(r => new CpuAccount(r, warmup, duration))];
        double[][] windows = [.. accounts.Select(a => a.Dashboard().ToArray()).Where(w => w.Length > 0)];
        return new ServiceSummary
        {
            Service = service,
            Pods = results[0].Pods.Length,
            LimitCores = results[0].LimitCores,
            Throughput = Mean(accounts, a => a.Throughput),
            UsageCores = Mean(accounts, a => a.UsageCores),
            Dashboard = Pooled.Mean([.. windows.Select(w => w.Average())]),
            DashboardMax = Pooled.Mean([.. windows.Select(w => w.Max())]),
            ThrottledRatio = Pooled.Ratio(
                [.. accounts.Select(a => ((double)a.Total.NrThrottled, (double)a.Total.NrPeriods))]),
            ThrottledRatio5m = Mean(accounts, a => a.WorstThrottledRatio()),
            ThrottledTime = Mean(accounts, a => a.ThrottledTime),
        };
    }

    private static Measured Mean(ImmutableArray<CpuAccount> accounts, Func<CpuAccount, double> value) =>
        Pooled.Mean([.. accounts.Select(value)]);

    /// <summary>Requests on their way at the end have not failed, and have not succeeded either.</summary>
    private static (double Errors, double Ended) ErrorsOfEnded(ClientResult result)
    {
        var ended = result.Arrivals - result.Outcomes[ClientResult.Unfinished];
        return (ended - result.Outcomes[ClientResult.Ok], ended);
    }

    private double PerSecond(long count) => _seconds > 0 ? count / _seconds : 0;
}
