using System.Collections.Immutable;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Trials;

namespace Simulator.Scenarios.Sizing;

/// <summary>Searches the smallest limit of each combination, then looks closely at the cheapest answer.</summary>
public sealed class Sizer
{
    private readonly SizePlan _plan;
    private readonly SizeOptions _options;
    private readonly CancellationToken _cancel;
    private int _runs;

    private Sizer(SizePlan plan, SizeOptions options, CancellationToken cancel) =>
        (_plan, _options, _cancel) = (plan, options, cancel);

    /// <summary>A pure function of the plan and of how many replications there may be.</summary>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    public static SizeResult Run(SizePlan plan, SizeOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        return new Sizer(plan, options, cancel).Run();
    }

    private SizeResult Run()
    {
        var combinations = _plan.Combinations.Select(Search).ToImmutableArray();
        var best = combinations.Where(c => c.Answer is not null).MinBy(c => c.Cores) ?? combinations[0];
        return new SizeResult
        {
            Plan = _plan,
            Version = typeof(Sizer).Assembly.GetName().Version!.ToString(3),
            Replications = (Least, Math.Max(Least, _options.MaxReplications)),
            Combinations = combinations,
            Best = best,
            Bursts = best.Answer is null || !_options.Bursts ? [] : BurstAnswers(best),
            CloseLooks = best.Answer is null ? [] : CloseLooks(best),
            Runs = _runs,
        };
    }

    private int Least => Math.Max(3, _plan.Scenario.Scenario.Run.Replications);

    private SizedCombination Search(SizeCombination asked)
    {
        var trials = new LimitTrials(asked.Scenario, _plan.Service);
        var noLimit = Try(trials, [null], asked, 1)[0];
        var (tries, answer) = Search(trials, asked, asked.Grid.Start, 1);
        var service = asked.Scenario.Scenario.Services[_plan.Service];
        return new SizedCombination
        {
            Asked = asked,
            Replicas = service.Replicas,
            Today = service.Resources.Limits.Cpu,
            Tries = tries,
            NoLimit = noLimit,
            Answer = answer,
        };
    }

    private (ImmutableArray<LimitTrial> Tries, LimitTrial? Answer) Search(
        LimitTrials trials, SizeCombination asked, int start, double bursts)
    {
        var limits = asked.Grid.Limits;
        var tried = new SortedDictionary<int, LimitTrial>();
        var search = new LimitSearch([.. limits.Select(l => l.Millicores)], places =>
        {
            var tries = Try(trials, [.. places.Select(p => (CpuQuantity?)limits[p])], asked, bursts);
            for (var i = 0; i < places.Length; i++) tried[places[i]] = tries[i];
            return [.. tries.Select(t => t.Outcome)];
        });
        var answer = search.Run(start);
        return ([.. tried.Values], answer is { } at ? tried[at] : null);
    }

    private ImmutableArray<LimitTrial> Try(
        LimitTrials trials, ImmutableArray<CpuQuantity?> limits, SizeCombination asked, double bursts)
    {
        var where = string.Join(", ", asked.Values.Append(string.Join(", ", limits.Select(LimitText.Of))))
            + (bursts == 1 ? "" : FormattableString.Invariant($", bursts × {bursts:0.##}"));
        var runner = new TrialRunner(
            new TrialOptions
            {
                UntilDecided = true,
                MaxReplications = _options.MaxReplications,
                Threads = _options.Threads,
                Progress = _ => Count($"trying {where}"),
            },
            _cancel);
        return trials.Run(limits, runner);
    }

    private void Count(string doing)
    {
        _runs++;
        _options.Progress?.Invoke($"{_runs} runs, {doing}");
    }

    private ImmutableArray<BurstAnswer> BurstAnswers(SizedCombination best) =>
    [
        .. Burstiness.Factors(best.Asked.Scenario.Scenario).Select(factor =>
        {
            var trials = new LimitTrials(best.Asked.Scenario, _plan.Service, factor);
            var start = best.Asked.Grid.Limits.IndexOf(best.Answer!.Limit!.Value);
            var (tries, answer) = Search(trials, best.Asked, start, factor);
            return new BurstAnswer(factor, answer, tries);
        }),
    ];

    // The answer, and what is just below it: where the time of their slow requests goes.
    private ImmutableArray<VariantSummary> CloseLooks(SizedCombination best)
    {
        var trials = new LimitTrials(best.Asked.Scenario, _plan.Service);
        ImmutableArray<RunVariant> variants =
        [
            trials.Variant(best.Answer!.Limit), .. best.JustBelow.Select(t => trials.Variant(t.Limit)),
        ];
        var run = Runner.Run(
            variants,
            new RunOptions
            {
                Threads = _options.Threads,
                CloseUps = false,
                Progress = (_, _) => Count("looking closely"),
            },
            _cancel);
        return Summary.Of(run, variants).Variants;
    }
}

/// <summary>How a search is run.</summary>
public sealed record SizeOptions
{
    /// <summary>Of a limit that cannot be told to hold or to fail; at least run.replications.</summary>
    public int MaxReplications { get; init; } = 100;

    /// <summary>Searches again with other bursts.</summary>
    public bool Bursts { get; init; } = true;

    /// <summary>Replications at a time; null: as many as there are CPUs. No number depends on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Told after each replication what is going on; never by two threads at once.</summary>
    public Action<string>? Progress { get; init; }
}
