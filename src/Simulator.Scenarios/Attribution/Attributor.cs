using System.Collections.Immutable;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Trials;

namespace Simulator.Scenarios.Attribution;

/// <summary>Runs the mixtures of two scenarios under the same chances, and splits a metric's difference among them.</summary>
/// <param name="mix">The two.</param>
/// <param name="what">The metric; its bound is of no account.</param>
/// <param name="seed">Of the orders, where not all can be looked at.</param>
public sealed class Attributor(SettingMix mix, ThresholdSpec what, ulong seed)
{
    private readonly Shapley _shapley = new(mix.Settings.Length, seed);

    /// <summary>Mixtures to be run.</summary>
    public int Mixtures => _shapley.Sets.Length;

    /// <summary>The mixtures as they can be run, in the order in which <see cref="Split"/> wants their trials.</summary>
    /// <param name="mistakes">Of mixtures that are no valid scenario, said once each.</param>
    public ImmutableArray<RunVariant> Variants(out ImmutableArray<Diagnostic> mistakes)
    {
        var wrong = new List<Diagnostic>();
        var variants = ImmutableArray.CreateBuilder<RunVariant>();
        foreach (var set in _shapley.Sets)
        {
            ImmutableArray<bool> taken = [.. Enumerable.Range(0, mix.Settings.Length).Select(i => (set & (1 << i)) != 0)];
            if (mix.With(taken, $"mixture-{set}", out var mistakesOf) is { } mixed)
            {
                var run = RunVariant.Of(mixed);
                variants.Add(run with { Scenario = run.Scenario with { Thresholds = Only(what) } });
            }

            wrong.AddRange(mistakesOf);
        }

        mistakes = [.. wrong.Distinct()];
        return variants.ToImmutable();
    }

    /// <param name="trials">Of <see cref="Variants"/>; all of as many replications.</param>
    public AttributionResult Split(ImmutableArray<Trial> trials)
    {
        var metrics = trials.Select(t => t.Metrics[0]).ToArray();
        var index = _shapley.Sets.Select((set, i) => (set, i)).ToDictionary(s => s.set, s => s.i);
        var replications = metrics[0].Each.Length;
        double Pooled(int set) => metrics[index[set]].Value.Value;
        double Single(int set, int replication) => metrics[index[set]].Each[replication];
        Measured Of(Func<Func<int, double>, double> value) => Results.Pooled.Value(
            value(Pooled), [.. Enumerable.Range(0, replications).Select(r => value(set => Single(set, r)))]);

        var n = mix.Settings.Length;
        var all = (1 << n) - 1;
        var shares = _shapley.Values(Pooled);
        var each = Enumerable.Range(0, replications).Select(r => _shapley.Values(set => Single(set, r))).ToArray();
        return new AttributionResult
        {
            Metric = metrics[0].Name,
            Unit = metrics[0].Unit,
            Before = metrics[index[0]].Value,
            After = metrics[index[all]].Value,
            Difference = Of(v => v(all) - v(0)),
            Settings =
            [
                .. mix.Settings.Select((setting, i) => new AttributedSetting(
                    setting,
                    Results.Pooled.Value(shares[i], [.. each.Select(e => e[i])]),
                    Of(v => v(1 << i) - v(0)),
                    Of(v => v(all) - v(all & ~(1 << i))))),
            ],
            Interaction = n == 1
                ? new Measured(double.NaN, double.NaN)
                : Of(v => v(all) - v(0) - Enumerable.Range(0, n).Sum(i => v(1 << i) - v(0))),
            Pair = n == 1 ? null : Strongest(),
            IsExact = _shapley.IsExact,
            Mixtures = trials.Length,
            Replications = replications,
        };

        StrongestPair? Strongest() => (
            from first in Enumerable.Range(0, n)
            from second in Enumerable.Range(first + 1, n - first - 1)
            let both = (1 << first) | (1 << second)
            where index.ContainsKey(both)
            select new StrongestPair(first, second, Of(v => v(both) - v(1 << first) - v(1 << second) + v(0))))
            .MaxBy(p => Math.Abs(p.Beyond.Value));
    }

    private static NameMap<ImmutableArray<ThresholdSpec>> Only(ThresholdSpec what) =>
        NameMap.Of<ImmutableArray<ThresholdSpec>>((what.Metric.Text, [what]));
}
