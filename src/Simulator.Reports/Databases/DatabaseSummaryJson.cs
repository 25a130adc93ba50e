using Simulator.Scenarios.Results;

namespace Simulator.Reports.Databases;

/// <summary>A variant's part of summary.json that is about databases.</summary>
internal sealed record JsonDatabases(IReadOnlyList<JsonDatabase> Servers, IReadOnlyList<JsonPool> Pools)
{
    public static JsonDatabases? Of(DatabasesSummary? all, Func<SummaryRows.Row, JsonMetric> metric) =>
        all is null ? null : new(
            [.. all.Servers.Select(s => new JsonDatabase(
                s.Name, s.MaxConnections, s.PgBouncer?.Replicas, s.PgBouncer?.MaxClientConn,
                [.. DatabaseRows.Server(s).Select(metric)],
                [.. s.ByKind.Select(e => new JsonDatabaseError(e.SqlState, e.Message, e.Count))]))],
            [.. all.Pools.Select(p => new JsonPool(
                p.Service, p.Pool, p.Database, p.Max, [.. DatabaseRows.Pool(p).Select(metric)]))]);
}

internal sealed record JsonDatabase(
    string Database, int MaxConnections, int? PgbouncerReplicas, int? MaxClientConn,
    IReadOnlyList<JsonMetric> Metrics, IReadOnlyList<JsonDatabaseError> Errors);

/// <summary>Errors of all replications; the code is empty where the client's library said it.</summary>
internal sealed record JsonDatabaseError(string SqlState, string Message, long Count);

internal sealed record JsonPool(
    string Service, string Pool, string Database, int Max, IReadOnlyList<JsonMetric> Metrics);
