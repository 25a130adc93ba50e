using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Pods;
using Simulator.Models.Pods.Kubelet;
using Simulator.Models.Recording;
using Simulator.Models.Routing;
using Simulator.Models.Traffic;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>One replication, wired and ready to run: used once, by one thread at a time.</summary>
public sealed class World
{
    /// <summary>So much simulated time passes between two looks at the cancellation token.</summary>
    private static Duration Slice => Duration.FromMilliseconds(20);

    public required Simulation Simulation { get; init; }

    public required MeasuringPlan Plan { get; init; }

    /// <summary>In the file's order, as all that follows.</summary>
    public required ImmutableArray<Service> Services { get; init; }

    public required ImmutableArray<Client> Clients { get; init; }

    /// <summary>Those of services, by metric path.</summary>
    public required ImmutableSortedDictionary<string, LatencyRecorder> Latencies { get; init; }

    /// <summary>Null where nobody looks a name up.</summary>
    public DnsWorld? Dns { get; init; }

    /// <summary>Null where there is no database.</summary>
    public DatabaseWorld? Databases { get; init; }

    /// <summary>Of those that are an endpoint's: where the time went.</summary>
    public required ImmutableSortedDictionary<string, BreakdownRecorder> Breakdowns { get; init; }

    /// <summary>Reads the pods of all services, in their order, then the name servers, then the databases.</summary>
    public required CpuSampler Sampler { get; init; }

    /// <summary>Null where no pod ever changes.</summary>
    public PodLog? Pods { get; init; }

    /// <summary>Null unless rows were asked for.</summary>
    public RequestLog? Log { get; init; }

    /// <exception cref="OperationCanceledException">The token said so; the world is of no further use.</exception>
    public void RunUntil(SimTime end, CancellationToken cancellation)
    {
        while (Simulation.Now < end)
        {
            cancellation.ThrowIfCancellationRequested();
            var to = Simulation.Now + Slice;
            Simulation.RunUntil(to < end ? to : end);
            if (Simulation.Trace?.FirstDifference is not null) break;
        }
    }

    /// <summary>Closes the books, once the run is over.</summary>
    public ReplicationResult Finish()
    {
        foreach (var client in Clients) client.OnEndOfRun();
        var latencies = ImmutableSortedDictionary.CreateBuilder<string, LatencyResult>(StringComparer.Ordinal);
        foreach (var (path, recorder) in Latencies) latencies.Add(path, ResultOf(recorder));
        foreach (var client in Clients)
            latencies.Add(MetricName.Of(client.Options.Name, "latency"), ResultOf(client.Recorder!.Latency));
        return new ReplicationResult
        {
            Replication = Simulation.Replication,
            Events = Simulation.EventCount,
            Latencies = latencies.ToImmutable(),
            Breakdowns = AllBreakdowns(),
            Clients = Clients.ToImmutableSortedDictionary(c => c.Options.Name, ResultOf, StringComparer.Ordinal),
            Services = ServiceResults(),
            Dns = Dns?.Result(),
            Pods = Pods is null ? [] : PodLife.Of(Pods),
            Databases = Databases?.Result(),
            Requests = Log is null ? [] : RowsOf(Log),
        };
    }

    private ImmutableSortedDictionary<string, TimeBreakdown> AllBreakdowns()
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, TimeBreakdown>(StringComparer.Ordinal);
        foreach (var (metric, recorder) in Breakdowns) all.Add(metric, recorder.Measured);
        foreach (var client in Clients)
            all.Add(MetricName.Of(client.Options.Name, "latency"), client.Recorder!.Breakdown.Measured);
        return all.ToImmutable();
    }

    private LatencyResult ResultOf(LatencyRecorder recorder) => new()
    {
        Measured = recorder.Measured,
        Unfinished = recorder.Unfinished,
        Interval = Plan.Interval,
        Series = recorder.Series,
    };

    private ClientResult ResultOf(Client client)
    {
        var recorder = client.Recorder!;
        return new ClientResult
        {
            Arrivals = recorder.Arrivals,
            Attempts = client.Options.HasAttempts ? recorder.Attempts : null,
            Retries = recorder.Retries,
            Outcomes = Enum.GetValues<Outcome>()
                .Where(o => o is <= Outcome.DnsError or Outcome.Unfinished || recorder.Count(o) > 0)
                .ToImmutableSortedDictionary(OutcomeName.Of, recorder.Count, StringComparer.Ordinal),
            Interval = Plan.Interval,
            ArrivalSeries = recorder.ArrivalSeries,
            AttemptSeries = client.Options.HasAttempts ? recorder.AttemptSeries : recorder.ArrivalSeries,
            EndSeries = Enum.GetValues<Outcome>()
                .Where(o => !recorder.EndSeries(o).IsEmpty)
                .ToImmutableSortedDictionary(OutcomeName.Of, recorder.EndSeries, StringComparer.Ordinal),
        };
    }

    private ImmutableSortedDictionary<string, ServiceResult> ServiceResults()
    {
        var results = ImmutableSortedDictionary.CreateBuilder<string, ServiceResult>(StringComparer.Ordinal);
        foreach (var service in Services)
            Add(service.Name, service.Pods.Select(p => (p.Name, p.Container!.Group)), service.Completed.Counts,
                p => DeploymentBuilder.SampledAs(service.Name, p));
        foreach (var (name, servers) in Dns?.Workloads ?? [])
            Add(name, servers.Select(s => (s.Process.Name, s.Container)), Dns!.Answered(servers), p => p);
        foreach (var workload in Databases?.Workloads ?? [])
            Add(workload.Name, workload.Processes, workload.Answered, p => p);
        return results.ToImmutable();

        void Add(string name, IEnumerable<(string Name, CpuGroup Container)> pods, ImmutableArray<long> completed,
            Func<string, string> sampledAs)
        {
            ImmutableArray<(string Name, CpuGroup Container)> all = [.. pods];
            var group = all[0].Container;
            results.Add(name, new ServiceResult
            {
                Interval = Plan.Interval,
                LimitCores = group.Quota is { } quota ? quota.Quota / quota.Period : null,
                NodeCpus = group.Node.CpuCount,
                Pods =
                [
                    .. all.Select(p => new PodResult
                    {
                        Name = p.Name,
                        First = Sampler.FirstOf(sampledAs(p.Name)),
                        Cpu = [.. Sampler.SeriesOf(sampledAs(p.Name)).Select(IntervalOf)],
                    }),
                ],
                Completed = completed,
            });
        }
    }

    private static CpuInterval IntervalOf(CfsCounters c) =>
        new(c.UsageNs, c.NrPeriods, c.NrThrottled, c.ThrottledNs, c.NrBursts, c.BurstNs);

    private static ImmutableArray<RequestRow> RowsOf(RequestLog log) =>
    [
        .. log.Rows
            .OrderBy(r => r.Intended).ThenBy(r => r.Client, StringComparer.Ordinal).ThenBy(r => r.Number)
            .Select(r => new RequestRow
            {
                At = r.Intended,
                Client = r.Client,
                Number = r.Number,
                Service = r.Service,
                Endpoint = r.Endpoint,
                Pod = r.Pod,
                Outcome = OutcomeName.Of(r.Outcome),
                Latency = r.Latency,
                ServerLatency = r.ServerLatency,
                Time = r.Time,
                CpuTime = r.CpuTime,
                Attempts = r.Attempts,
                ClientTime = r.ClientTime,
            }),
    ];
}
