using System.Collections.Immutable;
using Simulator.Scenarios.Trials;

namespace Simulator.Scenarios.Sweeps;

/// <summary>Runs the points of a sweep that its journal does not have, and keeps each as soon as it is finished.</summary>
public static class SweepRun
{
    /// <summary>The result is the same whatever the journal had.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="options">Of its trials.</param>
    /// <param name="journal">Finished points of this and earlier sweeps.</param>
    /// <param name="finished">Told after each point how many are done, those of the journal included.</param>
    /// <param name="cancellation">Looked at every few milliseconds of work.</param>
    /// <exception cref="OperationCanceledException">The token said so; the journal has what was finished.</exception>
    public static SweepResult Run(
        SweepPlan plan, TrialOptions options, SweepJournal journal, Action<int> finished,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(journal);
        var trials = new Trial?[plan.Points.Length];
        var variants = plan.Points.Select(p => RunVariant.Of(p.Scenario)).ToArray();
        for (var i = 0; i < trials.Length; i++) trials[i] = journal.Find(variants[i], options);
        var open = Enumerable.Range(0, trials.Length).Where(i => trials[i] is null).ToArray();
        var done = trials.Length - open.Length;
        finished(done);
        new TrialRunner(options, cancellation).Run([.. open.Select(i => variants[i])], (number, trial) =>
        {
            trials[open[number]] = journal.Put(trial, options);
            finished(++done);
        });
        var scenario = plan.Scenario.Scenario;
        return new SweepResult
        {
            Scenario = scenario.Metadata.Name,
            Title = scenario.Metadata.Title ?? scenario.Metadata.Name,
            Variant = plan.Scenario.Name,
            Sha256 = plan.Scenario.Sha256,
            Seed = scenario.Run.Seed,
            Version = typeof(SweepRun).Assembly.GetName().Version!.ToString(3),
            Precision = options.Precision,
            Parameters = plan.Parameters,
            Strategy = plan.Strategy,
            Points = [.. plan.Points.Select((p, i) => new SweptPoint(p.Values, trials[i]!))],
        };
    }
}

/// <summary>What a sweep measured.</summary>
public sealed record SweepResult
{
    public required string Scenario { get; init; }

    public required string Title { get; init; }

    /// <summary>The variant that was swept, or <c>baseline</c>.</summary>
    public required string Variant { get; init; }

    /// <summary>Of the scenario that was swept; each point has its own.</summary>
    public required string Sha256 { get; init; }

    public required ulong Seed { get; init; }

    public required string Version { get; init; }

    /// <summary>Null where each point got the scenario's replications.</summary>
    public double? Precision { get; init; }

    public required ImmutableArray<SweepParameter> Parameters { get; init; }

    public required SweepStrategy Strategy { get; init; }

    public required ImmutableArray<SweptPoint> Points { get; init; }
}

/// <summary>A point and its figures.</summary>
/// <param name="Values">One of each parameter.</param>
/// <param name="Trial">Thresholds' figures first.</param>
public sealed record SweptPoint(ImmutableArray<SweepValue> Values, Trial Trial);
