using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Trials;

/// <summary>Tries settings of a scenario, each with as many replications as it needs to be told apart from chance.</summary>
/// <remarks>
/// Whether a trial goes on is decided after its first replications, and again whenever half as many have been added:
/// by these alone, so that neither the other trials nor the number of threads has a say in its figures.
/// </remarks>
public sealed class TrialRunner
{
    private readonly TrialOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Lock _progressLock = new();
    private int _done;

    /// <param name="options">For all its trials.</param>
    /// <param name="cancellation">Looked at every few milliseconds of work.</param>
    public TrialRunner(TrialOptions options, CancellationToken cancellation = default) =>
        (_options, _cancellation) = (options, cancellation);

    /// <summary>Replications it has run so far.</summary>
    public int Done => _done;

    /// <param name="variants">Of any duration and seed; they are run side by side.</param>
    /// <returns>In the same order.</returns>
    /// <exception cref="ScenarioException">A variant cannot be run; nothing has run then.</exception>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    public ImmutableArray<Trial> Run(ImmutableArray<RunVariant> variants)
    {
        ImmutableArray<ScenarioProblem> problems =
            [.. variants.SelectMany(v => Placement.Of(v.Scenario).Problems).DistinctBy(p => p.ToString())];
        if (problems.Length > 0) throw new ScenarioException(problems);
        var trials = variants.Select(v => new Open(v, _options)).ToArray();
        while (true)
        {
            var items = trials.SelectMany(t => t.Wanted()).ToArray();
            if (items.Length == 0) return [.. trials.Select(t => t.Close())];
            WorkSharing.Run(_options.Threads, items.Length, i => RunOne(items[i].Trial, items[i].Replication));
            foreach (var trial in trials) trial.Decide();
        }
    }

    private void RunOne(Open trial, int replication)
    {
        var world = WorldBuilder.Build(trial.Variant.Scenario, replication, keepRequests: false);
        world.RunUntil(world.Plan.To, _cancellation);
        trial.Put(replication, world.Finish());
        lock (_progressLock) _options.Progress?.Invoke(++_done);
    }

    /// <summary>A trial on its way.</summary>
    private sealed class Open
    {
        private readonly TrialOptions _options;
        private readonly int _most;
        private readonly EarlyStop? _early;
        private readonly List<ReplicationResult?> _results = [];
        private int _target;
        private Trial? _now;

        public Open(RunVariant variant, TrialOptions options)
        {
            (Variant, _options, _target) = (variant, options, variant.Scenario.Run.Replications);
            var isAdaptive = options.Precision is not null || options.UntilDecided;
            _most = isAdaptive ? Math.Max(_target, options.MaxReplications) : _target;
            // Of one replication nothing can be said.
            if (isAdaptive) _target = Math.Min(_most, Math.Max(_target, 3));
            _early = options.UntilDecided ? new EarlyStop(_target, _most) : null;
        }

        public RunVariant Variant { get; }

        public (Open Trial, int Replication)[] Wanted()
        {
            var from = _results.Count;
            while (_results.Count < _target) _results.Add(null);
            return Enumerable.Range(from, _target - from).Select(r => (this, r)).ToArray();
        }

        public void Put(int replication, ReplicationResult result) => _results[replication] = result;

        public void Decide()
        {
            if (_now?.Replications == _results.Count) return;
            _now = Judge();
            if (!_now.IsPrecise || _early?.IsDecided(Variant.Scenario, _now) == false)
                _target = EarlyStop.Next(_target, _most);
        }

        public Trial Close() => _now!;

        private Trial Judge()
        {
            var run = Variant.Scenario.Run;
            var whole = new VariantResult
            {
                Name = Variant.Name,
                Title = Variant.Title,
                Sha256 = Variant.Sha256,
                Events = EventMarks.Of(Variant.Scenario),
                Replications = [.. _results.Select(r => r!)],
            };
            Referee RefereeOf(VariantResult variant) => new(new Summarizer(variant, run.Warmup, run.Duration));
            var all = RefereeOf(whole);
            var each = whole.Replications.Select(r => RefereeOf(whole with { Replications = [r] })).ToArray();
            var thresholds = AskedMetrics.OfThresholds(Variant.Scenario).ToList();
            ImmutableArray<TrialMetric> metrics =
            [
                .. AskedMetrics.Of(Variant.Scenario, whole.Replications[0]).Select(what => new TrialMetric(
                    AskedMetrics.Name(what), what.Unit, all.Observe(what), [.. each.Select(e => e.Observe(what).Value)])),
            ];
            var judged = thresholds.Count == 0 ? metrics : metrics[..thresholds.DistinctBy(AskedMetrics.Name).Count()];
            return new Trial
            {
                Variant = Variant,
                Replications = _results.Count,
                Metrics = metrics,
                Verdicts = [.. thresholds.Select(all.Judge)],
                IsPrecise = judged.All(m => IsPrecise(m.Value)),
            };
        }

        // What never changes, or never ends, is known as well as it will be.
        private bool IsPrecise(Measured value) =>
            _options.Precision is not { } precision || !double.IsFinite(value.Value)
            || value.HalfWidth <= precision * Math.Abs(value.Value);
    }
}
