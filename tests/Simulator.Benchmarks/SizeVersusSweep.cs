using System.Collections.Immutable;
using System.Globalization;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sizing;
using Simulator.Scenarios.Trials;

namespace Simulator.Benchmarks;

/// <summary>
/// <c>size-versus-sweep [--seed N] [NAME…]</c>: the smallest limit by search and by trying every limit. With a seed the
/// sweep meets other chances than the search.
/// </summary>
internal static class SizeVersusSweep
{
    private sealed record Case(string Scenario, ImmutableArray<string> Required)
    {
        public string? Variant { get; init; }

        public string? Service { get; init; }

        public string? Range { get; init; }

        public string Name => Variant is null ? Scenario : $"{Scenario} {Variant}";
    }

    private static readonly ImmutableArray<Case> Cases =
    [
        new("invisible-throttle", ["pdf.render.latency p99 < 1s"]),
        new("invisible-throttle", ["pdf.render.latency p99 < 3s", "pdf.cpu.throttled_ratio value < 25%"]),
        new("burst-credit", ["api.get.latency p99 < 200ms"]) { Range = "300m..1:10m" },
        new("burst-credit", ["api.cpu.throttled_ratio value < 5%"]) { Range = "300m..1:10m" },
        new("period-10ms-or-100ms", ["api.get.latency p99 < 20ms"]) { Service = "api" },
        new("period-10ms-or-100ms", ["api.get.latency p99 < 20ms"]) { Service = "api", Variant = "period-10ms" },
        new("threads-versus-limit", ["api.get.latency p99 < 100ms"]),
        new("threads-versus-limit", ["api.get.latency p99 < 100ms"]) { Variant = "go-1.25" },
        new("threads-versus-limit", ["api.cpu.throttled_ratio value < 5%"]) { Variant = "go-1.25" },
        new("tiny-limit-long-stall", ["function.message.handle.task p90 < 17ms"]) { Range = "40m..1:4m" },
        new("tiny-limit-long-stall", ["function.message.handle.task max < 18ms"]) { Range = "40m..1:4m" },
        new("alert-is-not-severity", ["steady.cpu.throttled_ratio value < 25%"])
        {
            Service = "steady", Range = "400m..1:5m",
        },
        new("alert-is-not-severity", ["bursty.job.latency p99 < 500ms"]) { Service = "bursty" },
    ];

    public static int Run(string[] args)
    {
        var at = Array.IndexOf(args, "--seed");
        ulong? seed = at >= 0 ? ulong.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
        var names = args.Where((_, i) => at < 0 || (i != at && i != at + 1)).ToList();
        Console.WriteLine($"{"",-36}{"search",9}{"sweep",9}{"runs",7}{"of sweep",10}{"saved",8}  limits");
        var differing = 0;
        foreach (var one in Cases.Where(c => names.Count == 0 || names.Contains(c.Scenario)))
        {
            var plan = PlanOf(one, null);
            var found = Sizer.Run(plan, new SizeOptions { Bursts = false }).Best;
            var sweep = Sweep(seed is null ? plan : PlanOf(one, seed));
            var brute = sweep.Reverse().TakeWhile(t => t.Holds).LastOrDefault();
            var runs = found.Runs - found.NoLimit.Trial.Replications;
            var all = sweep.Sum(t => t.Trial.Replications);
            if (brute?.Limit != found.Answer?.Limit) differing++;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Name,-36}{Text(found.Answer),9}{Text(brute),9}{runs,7}{all,10}{(double)all / runs,7:0.0}×  "
                    + $"{found.Tries.Length} of {sweep.Length}: {string.Join(", ", one.Required)}"));
            var below = sweep.TakeWhile(t => t != brute).Where(t => t.Holds).Select(Text).ToList();
            if (below.Count > 0) Console.WriteLine($"  not monotone: {string.Join(", ", below)} hold as well");
        }

        Console.WriteLine(differing == 0 ? "all answers are the sweep's" : $"{differing} answers differ");
        return differing == 0 ? 0 : 1;
    }

    private static string Text(LimitTrial? trial) => trial is null ? "none" : LimitText.Of(trial.Limit);

    private static ImmutableArray<LimitTrial> Sweep(SizePlan plan)
    {
        var asked = plan.Combinations[0];
        var runner = new TrialRunner(new TrialOptions { UntilDecided = true });
        return new LimitTrials(asked.Scenario, plan.Service)
            .Run([.. asked.Grid.Limits.Select(l => (CpuQuantity?)l)], runner);
    }

    private static SizePlan PlanOf(Case one, ulong? seed)
    {
        ImmutableArray<Override> overrides = [Override.Set("run.replications=5")];
        if (seed is { } other) overrides = overrides.Add(Override.Set($"run.seed={other}"));
        var path = Path.Combine("scenarios", one.Scenario + ".yaml");
        var read = ScenarioReader.ReadFile(
            path, new ReadOptions { Overrides = overrides, Variant = one.Variant ?? VariantResult.Baseline });
        if (read.Selected is not { } scenario)
            throw new InvalidOperationException(string.Join('\n', read.Diagnostics.Select(d => d.ToString())));
        var (plan, mistakes) = SizePlan.Of(
            scenario, new SizeRequest { Required = one.Required, Service = one.Service, Range = one.Range });
        return plan ?? throw new InvalidOperationException(string.Join('\n', mistakes.Select(d => d.ToString())));
    }
}
