using Simulator.Models.Recording;
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
                $"{Human.Seconds(asked[TimePart.EarlierAttempts])} of it went into attempts that failed and "
                + $"{Human.Seconds(asked[TimePart.Backoff])} into pauses between them: {name} makes "
                + $"{Human.Three(client.Amplification!.Value.Value)} attempts per call on average{Ends(client)}.",
                explained.Scenario.Clients[name].Retries is null ? null
                    : new Remedy($"without retries of {name}", $"clients.{name}.retries", null));
        }

        if (Patience(explained, name) is { } patience) yield return new Cause(patience);
        if (asked.ShareOf(TimePart.Lost) >= CauseChain.Worth)
            yield return new Cause(
                $"for {Human.Seconds(asked[TimePart.Lost])} it waited for a host that was gone: nothing tells a client "
                + "so, only its own timeout ends that.");
    }

    // A latency that is the client's patience says nothing of how long the server would have taken.
    private static string? Patience(Explained explained, string name)
    {
        if (explained.Scenario.Clients[name].Timeout is not { } timeout) return null;
        var limit = timeout.TotalSeconds;
        return Math.Abs(explained.What.Latency.Value - limit) > 0.01 * limit ? null
            : $"the latency is {name}'s timeout of {Human.Exact(timeout)}: what the server did after that is not in "
                + "it, so that it would have been longer.";
    }

    private static string Ends(ClientSummary client)
    {
        var all = client.Outcomes.Where(o => o.Key != ClientResult.Unfinished).Sum(o => o.Value);
        var failed = client.Outcomes.Where(o => o.Key is not (ClientResult.Ok or ClientResult.Unfinished))
            .Where(o => o.Value >= 0.001 * all).OrderByDescending(o => o.Value)
            .Select(o => $"{Human.Percent(o.Value / (double)all)} {o.Key}").ToList();
        return failed.Count == 0 ? "; all calls end well" : $"; of its calls {string.Join(", ", failed)}";
    }
}
