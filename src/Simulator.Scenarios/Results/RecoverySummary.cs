using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>How a client came through what the scenario made happen.</summary>
/// <param name="Client">Whose goodput.</param>
/// <param name="Time">Seconds from the end of the last event; infinite where a replication was not back.</param>
/// <param name="Recovered">Share of the replications that were back.</param>
public sealed record RecoverySummary(string Client, Measured Time, double Recovered)
{
    /// <summary>Of a scenario in which nothing happens: no time at all.</summary>
    public static RecoverySummary Of(VariantResult variant, string client, Duration warmup, Duration duration)
    {
        ArgumentNullException.ThrowIfNull(variant);
        if (variant.Events.IsEmpty) return new RecoverySummary(client, new Measured(0, double.NaN), 1);
        ImmutableArray<double> times =
        [
            .. variant.Replications.Select(r => r.Clients[client]).Select(c => Recovery.Of(
                c.EndSeries.GetValueOrDefault(ClientResult.Ok, []), c.Interval, warmup, duration, variant.Events)),
        ];
        var time = times.All(double.IsFinite) ? Pooled.Mean(times) : new Measured(double.PositiveInfinity, double.NaN);
        return new RecoverySummary(client, time, times.Count(double.IsFinite) / (double)times.Length);
    }
}
