using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>A metric of a run, named as in thresholds: <c>pdf.render.latency</c>.</summary>
/// <param name="Text">The whole path, which is also the key of the metric in the results.</param>
/// <param name="Kind">Decides the unit and which aggregators apply.</param>
/// <param name="Owner">The service, client or database; <c>dns</c> where <paramref name="Hop"/> is given.</param>
/// <param name="Endpoint">Of the latency metrics of a service.</param>
/// <param name="Step">Of the latency metrics of a step.</param>
/// <param name="Hop">Of the metrics of name servers.</param>
/// <param name="Outcome">Of a client's errors: which.</param>
/// <param name="Pool">Of the metrics of a service's connection pools.</param>
public sealed record MetricPath(
    string Text, MetricKind Kind, string Owner, string? Endpoint = null, string? Step = null,
    DnsHop? Hop = null, string? Outcome = null, string? Pool = null);

/// <summary>What can be measured.</summary>
public enum MetricKind
{
    /// <summary><c>service.endpoint.latency</c>: from arrival at the service to the answer.</summary>
    EndpointLatency,

    /// <summary><c>service.endpoint.queued_ratio</c>: requests that queued for a thread, as a share of all.</summary>
    EndpointQueuedRatio,

    /// <summary><c>service.endpoint.step.latency</c>: from the step's start to the end of its last thread.</summary>
    StepLatency,

    /// <summary>
    /// <c>service.endpoint.step.task</c>: one thread's share, from its pick-up by a thread to its end.
    /// </summary>
    StepTask,

    /// <summary><c>client.latency</c>: from the intended arrival to the answer or timeout.</summary>
    ClientLatency,

    /// <summary><c>client.error_ratio</c>: requests that did not end well, as a share of all.</summary>
    ClientErrorRatio,

    /// <summary><c>client.throughput</c>: good answers per second.</summary>
    ClientThroughput,

    /// <summary><c>client.retries</c>: attempts after a call's first, per second.</summary>
    ClientRetries,

    /// <summary><c>client.amplification</c>: attempts per call.</summary>
    ClientAmplification,

    /// <summary><c>client.errors.outcome</c>: calls that ended so, as a share of those that ended.</summary>
    ClientErrors,

    /// <summary>
    /// <c>client.recovery_time</c>: seconds from the end of the last event until goodput is back; infinite: never.
    /// </summary>
    ClientRecoveryTime,

    /// <summary><c>service.throughput</c>: requests that ended, per second.</summary>
    ServiceThroughput,

    /// <summary><c>service.cpu.throttled_ratio</c>: nr_throttled / nr_periods over the measured time.</summary>
    ThrottledRatio,

    /// <summary>
    /// <c>service.cpu.throttled_ratio_5m</c>: the same in the worst five-minute window, as the alert sees it.
    /// </summary>
    ThrottledRatio5m,

    /// <summary><c>service.cpu.throttled_time</c>: throttled seconds per second and pod.</summary>
    ThrottledTime,

    /// <summary><c>service.cpu.usage</c>: cores per pod.</summary>
    CpuUsage,

    /// <summary>
    /// <c>service.cpu.dashboard</c>: usage in one-minute windows as a share of the limit (of the node without).
    /// </summary>
    CpuDashboard,

    /// <summary><c>service.dns.latency</c>: of a lookup, from the program's call to the answer.</summary>
    DnsLatency,

    /// <summary><c>service.dns.queries_per_lookup</c>: sent by the stub resolver, retries included.</summary>
    DnsQueriesPerLookup,

    /// <summary><c>service.dns.amplification</c>: queries for each one that was needed.</summary>
    DnsAmplification,

    /// <summary><c>service.dns.queries_per_day</c>: all pods, as if every day were the measured time.</summary>
    DnsQueriesPerDay,

    /// <summary><c>service.dns.needless_per_day</c>: of them, those whose answer was of no use.</summary>
    DnsNeedlessPerDay,

    /// <summary><c>service.dns.failure_ratio</c>: lookups without an address, as a share.</summary>
    DnsFailureRatio,

    /// <summary><c>service.dns.timeout_ratio</c>: lookups that waited for a timeout, as a share.</summary>
    DnsTimeoutRatio,

    /// <summary><c>service.dns.nxdomain_ratio</c>: queries answered NXDOMAIN, as a share.</summary>
    DnsNxDomainRatio,

    /// <summary><c>service.dns.throughput</c>: lookups per second.</summary>
    DnsThroughput,

    /// <summary><c>dns.hop.rate</c>: queries that arrive per second at all servers of the hop.</summary>
    HopRate,

    /// <summary><c>dns.hop.peak</c>: the same of one server in its busiest interval.</summary>
    HopPeak,

    /// <summary><c>dns.hop.nxdomain_ratio</c>: of responses.</summary>
    HopNxDomainRatio,

    /// <summary><c>dns.hop.cache_hit_ratio</c>: of queries that the cache was asked for.</summary>
    HopCacheHitRatio,

    /// <summary><c>dns.hop.rejected_ratio</c>: refused as too many were being forwarded, of those answered.</summary>
    HopRejectedRatio,

    /// <summary><c>dns.hop.dropped_ratio</c>: packets over the limit, of those that arrived.</summary>
    HopDroppedRatio,

    /// <summary><c>service.pods.count</c>: pods that exist, those on their way out included.</summary>
    PodsCount,

    /// <summary><c>service.pods.ready</c>: those that are ready.</summary>
    PodsReady,

    /// <summary><c>service.pods.terminating</c>: those that are deleted and not yet gone.</summary>
    PodsTerminating,

    /// <summary><c>service.pods.restarts</c>: starts of a container after another one of its pod.</summary>
    PodsRestarts,

    /// <summary><c>service.pods.killed</c>: containers that SIGKILL ended as their grace was over.</summary>
    PodsKilled,

    /// <summary><c>service.pods.unhealthy</c>: times a liveness or startup probe gave a container up.</summary>
    PodsUnhealthy,

    /// <summary><c>database.connections</c>: slots of Postgres in use, in whatever state.</summary>
    DatabaseConnections,

    /// <summary><c>database.active</c>: backends with a statement.</summary>
    DatabaseActive,

    /// <summary><c>database.idle_in_transaction</c>: backends in a transaction, without a statement.</summary>
    DatabaseIdleInTransaction,

    /// <summary><c>database.rejected</c>: logins refused for want of a slot (53300).</summary>
    DatabaseRejected,

    /// <summary><c>database.errors</c>: told to clients, by Postgres or PgBouncer or their own library.</summary>
    DatabaseErrors,

    /// <summary><c>database.pgbouncer.clients</c>: cl_active and cl_waiting.</summary>
    PgBouncerClients,

    /// <summary><c>database.pgbouncer.waiting</c>: cl_waiting.</summary>
    PgBouncerWaiting,

    /// <summary><c>database.pgbouncer.servers</c>: sv_active, sv_idle and sv_login.</summary>
    PgBouncerServers,

    /// <summary><c>database.pgbouncer.maxwait</c>: the oldest waiter's age.</summary>
    PgBouncerMaxWait,

    /// <summary><c>service.pools.pool.connections</c>: of all pods, those being opened included.</summary>
    PoolConnections,

    /// <summary><c>service.pools.pool.idle</c>: connections that nobody has.</summary>
    PoolIdle,

    /// <summary><c>service.pools.pool.waiting</c>: callers in the queues of all pods.</summary>
    PoolWaiting,

    /// <summary><c>service.pools.pool.timeouts</c>: callers that the pool's patience was over for.</summary>
    PoolTimeouts,

    /// <summary><c>service.pools.pool.wait</c>: from asking for a connection to having it, or to the refusal.</summary>
    PoolWait,
}
