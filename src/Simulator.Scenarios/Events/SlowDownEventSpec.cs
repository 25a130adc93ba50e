using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A database takes longer, or less long, for a while.</summary>
public sealed record SlowDownEventSpec : EventSpec
{
    public required string Database { get; init; }

    /// <summary>Of the time of its statements: 50 is fifty times as long, 0.5 is half.</summary>
    public required double Factor { get; init; }

    public required Duration For { get; init; }

    internal static new ObjectShape<SlowDownEventSpec> Shape { get; } = new(
        "slowDown",
        "A database takes longer, or less long, for a while.",
        f =>
        {
            var slow = new SlowDownEventSpec
            {
                Database = f.Required("database", References.Database, "Which one."),
                Factor = f.Required(
                    "factor", Is.Number(0.001, 1_000_000), "Its statements take so many times as long."),
                For = f.Required("for", Amount.PositiveDuration, "How long it lasts."),
            };
            f.Check(
                () => slow.Factor != 1, "factor", "out-of-range",
                () => "a factor of 1 changes nothing: 50 is fifty times as long, 0.5 is half");
            return slow;
        });
}
