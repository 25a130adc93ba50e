using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Trials;

/// <summary>A trial on its way: what has been run of it, and how much more it needs.</summary>
internal sealed class OpenTrial
{
    private readonly TrialOptions _options;
    private readonly int _most;
    private readonly EarlyStop? _early;
    private readonly List<ReplicationResult?> _results = [];
    private int _target;
    private int _missing;

    public OpenTrial(int number, RunVariant variant, TrialOptions options)
    {
        (Number, Variant, _options, _target) = (number, variant, options, variant.Scenario.Run.Replications);
        var isAdaptive = options.Precision is not null || options.UntilDecided;
        _most = isAdaptive ? Math.Max(_target, options.MaxReplications) : _target;
        // Of one replication nothing can be said.
        if (isAdaptive) _target = Math.Min(_most, Math.Max(_target, 3));
        _early = options.UntilDecided ? new EarlyStop(_target, _most) : null;
    }

    public int Number { get; }

    public RunVariant Variant { get; }

    /// <summary>Null until it is done.</summary>
    public Trial? Result { get; private set; }

    /// <summary>The next replication that nobody has taken.</summary>
    public bool TryTake(out int replication)
    {
        replication = _results.Count;
        if (Result is not null || replication >= _target) return false;
        _results.Add(null);
        _missing++;
        return true;
    }

    /// <summary>True when nothing is missing until the next decision.</summary>
    public bool Put(int replication, ReplicationResult facts)
    {
        _results[replication] = facts;
        return --_missing == 0 && _results.Count == _target;
    }

    /// <summary>Done, or half as many replications more.</summary>
    public void Decide(Trial now)
    {
        var isDone = now.IsPrecise && _early?.IsDecided(Variant.Scenario, now) != false;
        if (isDone || _results.Count == _most) Result = now;
        else _target = EarlyStop.Next(_target, _most);
        if (Result is not null) _results.Clear();
    }

    /// <summary>What all its replications say.</summary>
    public Trial Judge()
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
