using System.Collections.Immutable;

namespace Simulator.Scenarios.Trials;

/// <summary>Tries settings of a scenario, each with as many replications as it needs to be told apart from chance.</summary>
/// <remarks>
/// Whether a trial goes on is decided after its first replications, and again whenever half as many have been added:
/// by these alone, so that neither the other trials nor the number of threads has a say in its figures. The first
/// trials are finished first.
/// </remarks>
public sealed class TrialRunner
{
    private readonly TrialOptions _options;
    private readonly CancellationToken _cancellation;
    private int _done;

    /// <param name="options">For all its trials.</param>
    /// <param name="cancellation">Looked at every few milliseconds of work.</param>
    public TrialRunner(TrialOptions options, CancellationToken cancellation = default) =>
        (_options, _cancellation) = (options, cancellation);

    /// <summary>Replications it has run so far.</summary>
    public int Done => _done;

    /// <param name="variants">Of any duration and seed; they are run side by side.</param>
    /// <param name="finished">
    /// Told each trial and its number as soon as it is done, in whatever order; never by two threads at once.
    /// </param>
    /// <returns>In the same order.</returns>
    /// <exception cref="ScenarioException">A variant cannot be run; nothing has run then.</exception>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    public ImmutableArray<Trial> Run(ImmutableArray<RunVariant> variants, Action<int, Trial>? finished = null)
    {
        ImmutableArray<ScenarioProblem> problems =
            [.. variants.SelectMany(v => Placement.Of(v.Scenario).Problems).DistinctBy(p => p.ToString())];
        if (problems.Length > 0) throw new ScenarioException(problems);
        var trials = variants.Select((v, i) => new OpenTrial(i, v, _options)).ToArray();
        var queue = new TrialQueue(trials);
        var workers = Math.Max(1, _options.Threads ?? Environment.ProcessorCount);
        WorkSharing.Run(workers, workers, _ => Work(queue, finished));
        return [.. trials.Select(t => t.Result!)];
    }

    private void Work(TrialQueue queue, Action<int, Trial>? finished)
    {
        try
        {
            while (queue.Take() is var (trial, replication))
            {
                var world = WorldBuilder.Build(trial.Variant.Scenario, replication, keepRequests: false);
                world.RunUntil(world.Plan.To, _cancellation);
                var facts = world.Finish();
                if (queue.Put(trial, replication, facts, CountOne))
                    queue.Decide(trial, trial.Judge(), finished);
            }
        }
        catch
        {
            queue.Stop();
            throw;
        }
    }

    private void CountOne()
    {
        _done++;
        _options.Progress?.Invoke(_done);
    }
}
