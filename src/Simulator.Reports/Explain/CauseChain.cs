using System.Collections.Immutable;
using Simulator.Models.Recording;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>
/// From the parts of a latency to what makes them, link by link; a link only where the numbers carry it.
/// </summary>
public static class CauseChain
{
    /// <summary>Less of the latency than this is no cause of it.</summary>
    public const double Worth = 0.1;

    /// <summary>Each sentence once, the parts first and what is around them after.</summary>
    public static ImmutableArray<Cause> Of(Explained explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        return
        [
            .. CallCauses.Of(explained).Concat(PartCauses(explained)).Concat(PodCauses.Of(explained))
                .DistinctBy(c => c.Text),
        ];
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
        var small = explained.Parts.Where(p => asked[p] > 0 && asked.ShareInAll(p) < Worth).ToList();
        // Others' quota made it queue: its own share of that is not beside the point.
        if (CpuCauses.QuotaHoldsTheThreads(explained)) small.Remove(TimePart.Throttled);
        return small.Count == 0 ? null : string.Join(", ", small.Select(
            p => $"{TimePartName.Of(p)} {Human.Seconds(asked[p])} ({Human.Percent(asked.ShareOf(p))})"));
    }

    private static IEnumerable<Cause> PartCauses(Explained explained)
    {
        var asked = explained.What.Asked;
        var parts = Enum.GetValues<TimePart>().Where(p => asked.ShareInAll(p) >= Worth)
            .OrderByDescending(asked.ShareInAll).ThenBy(p => p);
        return parts.SelectMany(part => part switch
        {
            TimePart.Queued => CpuCauses.Queued(explained),
            TimePart.Throttled => CpuCauses.Quota(explained),
            TimePart.Runnable => CpuCauses.Runnable(explained),
            TimePart.Running => CpuCauses.OwnWork(explained),
            TimePart.Dns or TimePart.DnsTimeout => NameCauses.Of(explained, part),
            TimePart.PoolWait => DatabaseCauses.PoolWait(explained),
            TimePart.Connect => DatabaseCauses.Connect(explained),
            TimePart.Query => DatabaseCauses.Query(explained),
            TimePart.Waited =>
            [
                new Cause(
                    $"{Human.Seconds(asked[TimePart.Waited])} are the wait and call steps of {explained.Service}/"
                    + $"{explained.Endpoint} themselves (networks and partners are what these say)."),
            ],
            _ => [],
        });
    }
}
