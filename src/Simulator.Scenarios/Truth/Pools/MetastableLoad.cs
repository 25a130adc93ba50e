using System.Text.Json;
using System.Text.RegularExpressions;
using Simulator.Kernel;
using Simulator.Models.Traffic;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>What a recording of retries says of its load and its clients.</summary>
internal sealed record MetastableLoad
{
    public required double Rate { get; init; }

    public required int Seconds { get; init; }

    public required int Pool { get; init; }

    public required ClientOptions Client { get; init; }

    /// <summary>connectionTimeoutMillis.</summary>
    public Duration AcquireTimeout { get; init; } = Duration.Forever;

    public required Duration Service { get; init; }

    /// <summary>The trigger: when queries that begin take longer, and how long.</summary>
    public (SimTime From, SimTime To, Duration Service) Trigger { get; init; }

    /// <summary>As recorded, by second; null: Poisson at the rate.</summary>
    public IReadOnlyList<int>? Counts { get; init; }

    public Duration HealthTimeout { get; } = Duration.FromSeconds(1);

    public Duration ServiceAt(SimTime now) => now >= Trigger.From && now < Trigger.To ? Trigger.Service : Service;

    /// <summary>Instants within the second, in order.</summary>
    public IEnumerable<double> Arrivals(int second, RandomStream stream)
    {
        if (Counts is { } counts && second < counts.Count)
            return Enumerable.Range(0, counts[second]).Select(_ => stream.NextDouble()).Order();
        return Poisson(stream);
    }

    private IEnumerable<double> Poisson(RandomStream stream)
    {
        for (var at = stream.NextExponential(1 / Rate); at < 1; at += stream.NextExponential(1 / Rate)) yield return at;
    }

    public static MetastableLoad Of(JsonElement run, IReadOnlyList<int>? counts)
    {
        var name = run.Text("name") ?? "";
        var service = run.Number("config", "service_ms") ?? 100;
        return new MetastableLoad
        {
            Rate = run.Number("config", "rate") ?? 80,
            Seconds = (int)(run.Number("config", "dur") ?? 30),
            Pool = (int)(run.Number("config", "pool") ?? 10),
            Service = Bench.Ms(service),
            AcquireTimeout = run.Number("config", "cto") is > 0 and { } limit ? Bench.Ms(limit) : Duration.Forever,
            Trigger = TriggerOf(run.Text("config", "trigger")),
            Counts = counts,
            Client = new ClientOptions
            {
                Name = "users",
                AttemptTimeout = Bench.Ms(run.Number("config", "timeout") ?? 1_000),
                Retries = new RetryOptions
                {
                    Max = (int)(run.Number("config", "retries") ?? 0),
                    Backoff = run.Number("config", "backoff") is > 0 and { } pause
                        ? new BackoffOptions { Base = Bench.Ms(pause), Max = Duration.FromSeconds(1_000) }
                        : null,
                    Budget = run.Number("config", "budget") is > 0 and { } ratio
                        ? new RetryBudgetOptions
                        {
                            Ratio = ratio,
                            Burst = JsonFacts.NumberIn(name, "cap ([0-9]+)") ?? 10,
                            Per = BudgetCredit.Success,
                        }
                        : null,
                },
            },
        };
    }

    /// <summary><c>t=5..8 s service 400 ms</c>; nothing where there was none.</summary>
    private static (SimTime From, SimTime To, Duration Service) TriggerOf(string? words)
    {
        var match = Regex.Match(words ?? "", @"t=([0-9.]+?)\.\.([0-9.]+) s service ([0-9.]+) ms");
        if (!match.Success) return default;
        return (At(1), At(2), Bench.Ms(JsonFacts.Parse(match.Groups[3].Value)));
        SimTime At(int group) =>
            SimTime.Zero + Duration.FromSeconds(JsonFacts.Parse(match.Groups[group].Value));
    }
}
