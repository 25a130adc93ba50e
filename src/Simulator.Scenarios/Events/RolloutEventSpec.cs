using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>A new version of some services: each replaces its pods, by its strategy.</summary>
public sealed record RolloutEventSpec : EventSpec
{
    /// <summary>In this order; empty: all, in the order of the file.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>From the start of one service's rollout to the next one's; zero: all at once.</summary>
    public Duration Stagger { get; init; } = Duration.Zero;

    private const string All = "all";

    private static Shape<ImmutableArray<string>> Everyone { get; } =
        new MappedShape<string, ImmutableArray<string>>(Is.Literal(All), _ => []);

    private static ListShape<string> Some { get; } =
        new(References.Service) { Of = "services", AtLeast = 1, AtMost = 200 };

    private static Shape<ImmutableArray<string>> ServicesShape { get; } = new UnionShape<ImmutableArray<string>>(
        "rolloutServices", "all, or a list of services.", [Everyone, Some])
    {
        Choose = (node, path, cx) =>
        {
            if (node is not ScalarNode { Kind: ScalarKind.Text } s || s.Text == All)
                return node is ScalarNode ? Everyone : Some;
            cx.Error(node, "wrong-value", path, $"{Quote.Of(s.Text)} is not all: a service stands in a list, [shop]");
            return null;
        },
    };

    internal static new ObjectShape<RolloutEventSpec> Shape { get; } = new(
        "rollout",
        "New pods take the place of the old ones, by each service's strategy.",
        f =>
        {
            var rollout = new RolloutEventSpec
            {
                Services = f.Optional(
                    "services", ServicesShape, [],
                    at => new ScalarNode(at, All, isPlain: false, Defaults.Origin), "all, or a list of services."),
                Stagger = f.Optional(
                    "stagger", Amount.Duration, Duration.Zero,
                    "From the start of one service's rollout to the next one's. 0s: all at once."),
            };
            f.Check(
                () => rollout.Services.Distinct().Count() == rollout.Services.Length, "services", "duplicate-name",
                () => "a service is named twice: a second rollout is an event of its own");
            return rollout;
        });

    /// <summary>The services with the moments at which their rollouts start.</summary>
    public IEnumerable<(string Service, Duration At)> Starts(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var names = Services.IsEmpty ? scenario.Services.Keys : Services;
        return names.Select((name, i) => (name, At + (Stagger * i)));
    }
}
