using System.Collections.Immutable;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>What a request to this endpoint does, step after step.</summary>
public sealed record EndpointSpec
{
    /// <summary>At least one.</summary>
    public required ImmutableArray<StepSpec> Steps { get; init; }

    internal static ObjectShape<EndpointSpec> Shape { get; } = new(
        "endpoint",
        "What a request to this endpoint does, step after step.",
        f =>
        {
            var endpoint = new EndpointSpec
            {
                Steps = f.Required(
                    "steps",
                    new ListShape<StepSpec>(StepSpec.Shape) { Of = "steps", AtLeast = 1, AtMost = 100 },
                    "In order; each is {cpu: …}, {wait: …}, {dns: …}, {call: …}, {query: …} or {transaction: …}."),
            };
            f.Check(
                () => endpoint.Steps.Where(s => s.Name is not null).GroupBy(s => s.Name).All(g => g.Count() == 1),
                "steps", "duplicate-name",
                () => "two steps have the same name; metrics are named by it");
            return endpoint;
        });
}
