using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>What each container of a service does by itself, again and again, whoever is routed to it.</summary>
public sealed record TimerSpec
{
    /// <summary>Of the same service; its steps are the work.</summary>
    public required string Endpoint { get; init; }

    /// <summary>From one time to the next, whether or not the work is done by then.</summary>
    public required DistributionSpec<Duration> Every { get; init; }

    internal static ObjectShape<TimerSpec> Shape { get; } = new(
        "timer",
        "Work that each container does by itself, from when it listens until it takes no more: setInterval, a "
            + "scheduler, a consumer of a queue.",
        f => new TimerSpec
        {
            Endpoint = f.Required(
                "endpoint", References.OwnEndpoint, "An endpoint of this service, whose steps are the work."),
            Every = f.Required(
                "every", Chance.Duration, "From one time to the next: a time, {p50, p99}, or a distribution by name."),
        });
}
