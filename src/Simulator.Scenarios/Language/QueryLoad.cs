using Simulator.Kernel;

namespace Simulator.Scenarios.Language;

/// <summary>What queries cost before anything is run: roughly, and only for the checks.</summary>
internal static class QueryLoad
{
    /// <summary>There and back, the backend's waits, its CPU time.</summary>
    private const int EventsPerStatement = 8;

    /// <summary>Two messages, and its own way.</summary>
    private const int EventsInPgBouncer = 6;

    public static double Events(DatabaseStepSpec step, ServiceSpec service, Scenario scenario)
    {
        var database = DatabaseOf(step, service, scenario);
        var each = EventsPerStatement + (database.PgBouncer is null ? 0 : EventsInPgBouncer);
        return step.Parts.Sum(p => p is StatementSpec ? each : 3) + (step is TransactionStepSpec ? 2 * each : 0);
    }

    /// <summary>On average, with a connection at hand and nobody else there.</summary>
    public static Duration Shortest(DatabaseStepSpec step, ServiceSpec service, Scenario scenario)
    {
        var database = DatabaseOf(step, service, scenario);
        var own = Duration.Zero;
        var trips = step is TransactionStepSpec ? 2 : 0;
        foreach (var part in step.Parts)
        {
            own += TimeOf(part);
            if (part is StatementSpec) trips++;
        }

        var trip = database.Postgres.RoundTrip + database.Postgres.StatementCost;
        if (database.PgBouncer is { } pooler) trip += pooler.Options.RoundTrip + (pooler.Options.MessageCost * 2);
        return own + (trip * trips);
    }

    private static Duration TimeOf(QueryPartSpec part) => part switch
    {
        StatementSpec s => s.Cpu.ToDistribution().Mean + s.Time.ToDistribution().Mean
            + (s.Shared?.Alone.ToDistribution().Mean ?? Duration.Zero),
        PauseSpec p => p.Time.ToDistribution().Mean,
        _ => throw new InvalidOperationException($"Nobody knows how long {part.GetType().Name} takes."),
    };

    private static DatabaseSpec DatabaseOf(DatabaseStepSpec step, ServiceSpec service, Scenario scenario) =>
        scenario.Databases[service.Pools[step.Pool].Database ?? step.Pool];
}
