using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>
/// From the parts of a latency to what makes them, link by link; a link only where the numbers carry it.
/// </summary>
public static class CauseChain
{
    /// <summary>Less of the latency than this is no cause of it.</summary>
    public const double Worth = 0.1;

    public static IEnumerable<Cause> Of(Explained explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        var asked = explained.What.Asked;
        foreach (var cause in CallCauses.Of(explained)) yield return cause;
        var server = ServerOf(explained);
        if (server is not null && server.What.Metric != explained.What.Metric)
            yield return new Cause(Shares(server, $"its requests to {Target(server)} take"));
        foreach (var cause in ServerCauses(server ?? explained)) yield return cause;
        foreach (var cause in PodCauses.Of(explained, asked)) yield return cause;
    }

    /// <summary>"near p99 a call of users takes 8.9 s: 7.1 s queued (79 %), 1.8 s throttled (20 %)".</summary>
    public static string Shares(Explained explained, string who)
    {
        ArgumentNullException.ThrowIfNull(explained);
        var asked = explained.What.Asked;
        var parts = explained.Largest.Where(p => asked.ShareOf(p) >= Worth)
            .Select(p => $"{Human.Seconds(asked[p])} {TimePartName.Of(p)} ({Human.Percent(asked.ShareOf(p))})");
        return $"near {explained.RankName} {who} {Human.Seconds(asked.Account.Latency.Value)}: "
            + $"{string.Join(", ", parts)}.";
    }

    /// <summary>Parts that are there and too small to matter; null where there are none.</summary>
    public static string? NotTheCause(Explained explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        var asked = explained.What.Asked;
        var small = explained.Parts.Where(p => asked.ShareOf(p) < Worth).ToList();
        return small.Count == 0 ? null : string.Join(", ", small.Select(
            p => $"{TimePartName.Of(p)} {Human.Seconds(asked[p])} ({Human.Percent(asked.ShareOf(p))})"));
    }

    private static string Target(Explained server) => $"{server.Service}/{server.Endpoint}";

    // Of a call, attempts are one sum: what these waited for is the endpoint's account.
    private static Explained? ServerOf(Explained explained)
    {
        var tries = explained.What.Asked.ShareOf(TimePart.EarlierAttempts);
        if (explained.Client is null || tries < Worth) return explained;
        var metric = MetricName.Of(explained.Service, explained.Endpoint, "latency");
        return Explanation.Of(explained.Facts, metric, explained.What.Rank) is { } what
            ? explained with { What = what }
            : null;
    }

    private static IEnumerable<Cause> ServerCauses(Explained server)
    {
        foreach (var part in server.Largest.Where(p => server.What.Asked.ShareOf(p) >= Worth))
        {
            var causes = part switch
            {
                TimePart.Queued => CpuCauses.Queued(server),
                TimePart.Throttled => CpuCauses.Throttled(server),
                TimePart.Runnable => CpuCauses.Runnable(server),
                TimePart.Running => CpuCauses.Running(server),
                TimePart.Dns or TimePart.DnsTimeout => NameCauses.Of(server, part),
                TimePart.PoolWait => DatabaseCauses.PoolWait(server),
                TimePart.Connect => DatabaseCauses.Connect(server),
                TimePart.Query => DatabaseCauses.Query(server),
                TimePart.Waited => Waited(server),
                _ => [],
            };
            foreach (var cause in causes) yield return cause;
        }
    }

    private static IEnumerable<Cause> Waited(Explained server)
    {
        yield return new Cause(
            $"{Human.Seconds(server.What.Asked[TimePart.Waited])} are the wait and call steps of {Target(server)} "
            + "themselves (networks and partners are modelled by these alone).");
    }
}
