using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios;

/// <summary>Runs variants times replications on all cores; the result is the same whatever their number.</summary>
public sealed class Runner
{
    private readonly ImmutableArray<RunVariant> _variants;
    private readonly RunOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly ReplicationResult[][] _replications;
    private readonly CloseUp?[] _closeUps;
    private readonly Lock _progressLock = new();
    private readonly int _total;
    private int _done;

    private Runner(ImmutableArray<RunVariant> variants, RunOptions options, CancellationToken cancellation)
    {
        (_variants, _options, _cancellation) = (variants, options, cancellation);
        _replications = [.. variants.Select(v => new ReplicationResult[v.Scenario.Run.Replications])];
        _closeUps = new CloseUp?[variants.Length];
        _total = _replications.Sum(r => r.Length) + (options.CloseUps ? variants.Length : 0);
    }

    /// <param name="variants">The baseline first; they share seed, duration and warm-up.</param>
    /// <param name="options">How to run.</param>
    /// <param name="cancellation">Looked at every few milliseconds of work.</param>
    /// <exception cref="ScenarioException">A variant cannot be run; nothing has run then.</exception>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    public static RunResult Run(
        ImmutableArray<RunVariant> variants, RunOptions options, CancellationToken cancellation = default)
    {
        var problems = Problems(variants);
        if (problems.Length > 0) throw new ScenarioException(problems);
        return new Runner(variants, options, cancellation).Run();
    }

    /// <summary>Why variants cannot be run; empty when they can.</summary>
    public static ImmutableArray<ScenarioProblem> Problems(ImmutableArray<RunVariant> variants) =>
        [.. variants.SelectMany(v => ProblemsOf(v, variants[0])).DistinctBy(p => p.ToString())];

    private static IEnumerable<ScenarioProblem> ProblemsOf(RunVariant variant, RunVariant baseline)
    {
        foreach (var problem in Placement.Of(variant.Scenario).Problems) yield return problem;
        var (run, first) = (variant.Scenario.Run, baseline.Scenario.Run);
        if (run.Duration == first.Duration && run.Warmup == first.Warmup && run.Seed == first.Seed) yield break;
        yield return new ScenarioProblem(
            ["variants", variant.Name, "set"],
            "incomparable",
            "a variant keeps the run's duration, warmup and seed: the tables and plots compare it with the baseline.");
    }

    private RunResult Run()
    {
        // First replications first: each variant's close-up waits for its own.
        var items = _replications
            .SelectMany((r, variant) => r.Select((_, replication) => (Replication: replication, Variant: variant)))
            .Order()
            .ToArray();
        Work(items.Length, i => RunReplication(items[i].Variant, items[i].Replication));
        if (_options.CloseUps) Work(_variants.Length, LookClosely);
        var scenario = _variants[0].Scenario;
        return new RunResult
        {
            Scenario = scenario.Metadata.Name,
            Title = scenario.Metadata.Title ?? scenario.Metadata.Name,
            Question = scenario.Metadata.Question,
            Expectation = scenario.Metadata.Expectation,
            Seed = scenario.Run.Seed,
            Version = typeof(Runner).Assembly.GetName().Version!.ToString(3),
            Duration = scenario.Run.Duration,
            Warmup = scenario.Run.Warmup,
            Variants = [.. _variants.Select(ResultOf)],
        };
    }

    private VariantResult ResultOf(RunVariant variant, int index) => new()
    {
        Name = variant.Name,
        Title = variant.Title,
        Sha256 = variant.Sha256,
        Events = EventMarks.Of(variant.Scenario),
        Replications = [.. _replications[index]],
        CloseUp = _closeUps[index],
    };

    private void RunReplication(int variant, int replication)
    {
        var world = WorldBuilder.Build(
            _variants[variant].Scenario, replication, keepRequests: _options.KeepRequests && replication == 0);
        if (variant == 0 && replication == 0) world.Simulation.Trace = _options.Trace;
        world.RunUntil(world.Plan.To, _cancellation);
        _replications[variant][replication] = world.Finish();
    }

    private void LookClosely(int variant) =>
        _closeUps[variant] = CloseUpRun.Of(_variants[variant].Scenario, _replications[variant][0], _cancellation);

    private void Work(int count, Action<int> piece) => WorkSharing.Run(_options.Threads, count, i =>
    {
        piece(i);
        Report();
    });

    private void Report()
    {
        lock (_progressLock) _options.Progress?.Invoke(++_done, _total);
    }
}
