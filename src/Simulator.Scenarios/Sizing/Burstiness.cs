using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Sizing;

/// <summary>
/// The same requests a second, more or fewer of them at one instant: averages do not say how much is throttled.
/// </summary>
public static class Burstiness
{
    /// <summary>
    /// How many times as many requests arrive together is worth asking: half as many where there are batches, and
    /// always twice as many; four times as many where half of a single request would be none.
    /// </summary>
    public static ImmutableArray<double> Factors(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Clients.Values.All(c => Change(c, 2) is null)) return [];
        return scenario.Clients.Values.Any(c => Change(c, 0.5) is not null) ? [0.5, 2] : [2, 4];
    }

    /// <summary>The scenario with so many times as many requests at once, as often less.</summary>
    public static Scenario Of(Scenario scenario, double factor)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario with
        {
            Clients = new NameMap<ClientSpec>(scenario.Clients.Select(c =>
                KeyValuePair.Create(c.Key, Change(c.Value, factor) is { } arrival
                    ? c.Value with { Arrival = arrival }
                    : c.Value))),
        };
    }

    /// <summary>Clients whose arrivals stay as they are whatever the factor, and why.</summary>
    public static IEnumerable<(string Client, string Why)> Unchanged(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        foreach (var (name, client) in scenario.Clients)
        {
            if (Change(client, 2) is not null) continue;
            yield return (name, client.Arrival switch
            {
                null => "its users wait for answers",
                ReplayArrivalSpec => "a recording is taken as it is",
                _ => "its rate changes over time",
            });
        }
    }

    /// <summary>Null where that cannot be said of the arrivals, or would not change them.</summary>
    private static BatchArrivalSpec? Change(ClientSpec client, double factor) => client.Arrival switch
    {
        // A batch of one cannot be halved, and half of three is two, two thirds as often.
        BatchArrivalSpec { Size.Value: { } size } batch => Math.Round(size * factor) is >= 1 and var whole
            && whole != size
            ? batch with { Size = DistributionSpec.Constant(whole), Every = Scaled(batch.Every, whole / size) }
            : null,
        BatchArrivalSpec batch => batch with
        {
            Size = Scaled(batch.Size, factor),
            Every = Scaled(batch.Every, factor),
        },
        RateArrivalSpec { Stages.IsEmpty: true } single when factor > 1 => new BatchArrivalSpec
        {
            Size = DistributionSpec.Constant(factor),
            Every = single.IsPoisson
                ? new DistributionSpec<Duration> { Law = DistributionLaw.Exponential, Mean = Gap(single, factor) }
                : DistributionSpec.Constant(Gap(single, factor)),
        },
        _ => null,
    };

    private static Duration Gap(RateArrivalSpec arrival, double factor) =>
        Duration.FromSeconds(factor / arrival.Rate.PerSecond);

    private static DistributionSpec<double> Scaled(DistributionSpec<double> size, double by) => size with
    {
        Value = size.Value * by,
        Mean = size.Mean * by,
        Min = size.Min * by,
        Max = size.Max * by,
        Median = size.Median * by,
        P99 = size.P99 * by,
        Scale = size.Scale * by,
        Values = [.. size.Values.Select(v => v * by)],
    };

    private static DistributionSpec<Duration> Scaled(DistributionSpec<Duration> every, double by)
    {
        Duration Longer(Duration time) => Duration.FromNanoseconds(time.Nanoseconds * by);
        Duration? Times(Duration? time) => time is { } t ? Longer(t) : null;
        return every with
        {
            Value = Times(every.Value),
            Mean = Times(every.Mean),
            Min = Times(every.Min),
            Max = Times(every.Max),
            Median = Times(every.Median),
            P99 = Times(every.P99),
            Scale = Times(every.Scale),
            Values = [.. every.Values.Select(Longer)],
        };
    }
}
