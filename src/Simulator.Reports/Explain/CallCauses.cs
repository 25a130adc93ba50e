using Simulator.Models.Recording;
using Simulator.Models.Traffic;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>What a client's own retries and patience make of a latency.</summary>
internal static class CallCauses
{
    public static IEnumerable<Cause> Of(Explained explained)
    {
        var asked = explained.What.Asked;
        var retrying = asked.ShareOf(TimePart.EarlierAttempts) + asked.ShareOf(TimePart.Backoff);
        if (explained.Client is not { } name) yield break;
        var client = explained.Summary.Clients.First(c => c.Client == name);
        if (retrying >= CauseChain.Worth)
        {
            yield return new Cause(
                $"{Human.Seconds(asked[TimePart.EarlierAttempts])} of it went into attempts that failed{Earlier(asked)} "
                + $"and {Human.Seconds(asked[TimePart.Backoff])} into pauses between them: {name} makes "
                + $"{Human.Three(client.Amplification!.Value.Value)} attempts per call on average{Ends(client)}.",
                WithoutRetries(explained, name));
        }

        if (IsCutShort(explained))
            yield return new Cause(
                $"the latency is the timeout of {name} ({Human.Exact(explained.Scenario.Clients[name].Timeout!.Value)}): "
                + "it would have been longer, and what the server did after that is not in it.");
        if (asked.ShareOf(TimePart.Lost) >= CauseChain.Worth)
            yield return new Cause(
                $"for {Human.Seconds(asked[TimePart.Lost])} it waited for a host that was gone: nothing tells a client "
                + "so, only its own timeout ends that.");
    }

    private static string Earlier(ExplainedRank asked)
    {
        var all = asked[TimePart.EarlierAttempts];
        var parts = Enum.GetValues<TimePart>().Where(p => asked.Earlier[(int)p] >= CauseChain.Worth * all && all > 0)
            .OrderByDescending(p => asked.Earlier[(int)p])
            .Select(p => $"{Human.Seconds(asked.Earlier[(int)p])} {TimePartName.Of(p)}").ToList();
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    private static Remedy? WithoutRetries(Explained explained, string name)
    {
        var client = explained.Scenario.Clients[name];
        if (client.Retries is null) return null;
        var words = $"without retries of {name}";
        return client.RetryOn.SequenceEqual(RetryOptions.Transient)
            ? Remedy.Unset(words, $"clients.{name}.retries")
            : Remedy.Unset(words, $"clients.{name}.retryOn", $"clients.{name}.retries");
    }

    /// <summary>
    /// A latency that is the client's patience says nothing of how long the server would have taken.
    /// </summary>
    public static bool IsCutShort(Explained explained) =>
        explained.Client is { } name && explained.Scenario.Clients[name].Timeout is { } timeout
        && Math.Abs(explained.What.Latency.Value - timeout.TotalSeconds) <= 0.01 * timeout.TotalSeconds;

    /// <summary>The client of the requests stops waiting for some of them, and tells nobody.</summary>
    public static bool GivesUp(Explained explained) => explained.Client is { } name
        && (IsCutShort(explained)
            || (explained.Scenario.Clients[name].AttemptTimeout is not null
                && explained.What.Asked.ShareOf(TimePart.EarlierAttempts) >= CauseChain.Worth));

    private static string Ends(ClientSummary client)
    {
        var all = client.Outcomes.Where(o => o.Key != ClientResult.Unfinished).Sum(o => o.Value);
        var failed = client.Outcomes.Where(o => o.Key is not (ClientResult.Ok or ClientResult.Unfinished))
            .Where(o => o.Value >= 0.001 * all).OrderByDescending(o => o.Value)
            .Select(o => $"{Human.Percent(o.Value / (double)all)} {o.Key}").ToList();
        return failed.Count == 0 ? "; all calls end well" : $"; of its calls {string.Join(", ", failed)}";
    }
}
