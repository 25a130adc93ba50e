using Simulator.Scenarios;

namespace Simulator.Reports;

/// <summary>What a latency metric counts, in words; paths as the scenario language has them.</summary>
internal static class MetricWords
{
    /// <summary>
    /// From <c>client.latency</c>, <c>service.endpoint.latency</c>, <c>service.endpoint.step.latency</c>,
    /// <c>….task</c>, <c>service.dns.latency</c> or <c>service.pools.pool.wait</c>.
    /// </summary>
    public static string Meaning(string metric) => MetricName.PartsOf(metric) switch
    {
        [.., "task"] => "one thread's share, from pick-up by a thread to its end",
        [_, "dns", "latency"] => "from a lookup's start to its address or error",
        [_, "pools", _, "wait"] => "from asking a pool for a connection to having it, or to the refusal",
        [_, _, _, "latency"] => "from the step's start to its last thread's end",
        _ => "from the intended arrival",
    };
}
