using System.Collections.Immutable;
using System.Globalization;
using Simulator.Models.Theory;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Benchmarks;

/// <summary>
/// <c>coverage [--seeds N]</c>: how often the interval of a comparison has the true difference in it, where that is
/// known, and what meeting the same chances is worth: M/M/2 at 0.6 against the same with 5 % faster servers.
/// </summary>
/// <remarks>
/// Of each run the first 200 s are cut, a hundred times as long as the queue remembers (1 / (√(cμ) − √λ)² is 2 s), and
/// 800 s are measured. At 0.8 it remembers 9 s, and means of 800 s are skewed: 92.0 % of 500 intervals of Student's t
/// had the difference in them. Longer runs mend that, more replications do too.
/// </remarks>
public static class Coverage
{
    private const double Arrivals = 6;
    private const double SlowMs = 200;
    private const double FastMs = 190;

    /// <summary>0 when 93 to 97 % of the intervals have the difference in them.</summary>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var seeds = args is ["--seeds", var n, ..] ? int.Parse(n, CultureInfo.InvariantCulture) : 500;
        var (covered, factor, mean) = Measure(1, seeds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"true difference {Difference * 1e3:0.###} ms, mean of {seeds} comparisons {mean * 1e3:0.###} ms"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{covered} of {seeds} intervals ({100.0 * covered / seeds:0.0} %) have it in them"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"variance of the difference: 1/{factor:0.0} of what it is with chances of their own"));
        return covered >= 0.93 * seeds && covered <= 0.97 * seeds ? 0 : 1;
    }

    /// <summary>Mean time in the system, fast less slow, seconds.</summary>
    public static double Difference => Mean(FastMs) - Mean(SlowMs);

    /// <summary>Comparisons of five pairs of replications each, under so many seeds.</summary>
    public static (int Covered, double VarianceFactor, double MeanDifference) Measure(ulong first, int seeds)
    {
        var found = new (Measured Difference, double Own)[seeds];
        Parallel.For(0, seeds, i => found[i] = Compare(first + (ulong)i));
        return (
            found.Count(f => Math.Abs(f.Difference.Value - Difference) <= f.Difference.HalfWidth),
            found.Sum(f => f.Own) / found.Sum(f => Square(f.Difference.HalfWidth)),
            found.Average(f => f.Difference.Value));
    }

    /// <summary>The difference, and the squared half-width that it would have if each had chances of its own.</summary>
    private static (Measured Difference, double Own) Compare(ulong seed)
    {
        var read = ScenarioReader.ReadText(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            apiVersion: sim/v1
            kind: Scenario
            metadata: {name: known-difference}
            run: {duration: 1000s, warmup: 200s, replications: 5, seed: {{{seed}}}}
            nodes: {worker: {count: 1, cpus: 4}}
            services:
              shop:
                replicas: 1
                runtime: {threads: 2}
                endpoints: {buy: {steps: [{cpu: {distribution: exponential, mean: {{{SlowMs}}}ms}}]}}
            clients:
              web: {target: shop/buy, arrival: {process: poisson, rate: {{{Arrivals}}}/s}}
            thresholds: {web.latency: ["avg < 1s"]}
            variants:
              fast:
                set:
                  services.shop.endpoints.buy.steps: [{cpu: {distribution: exponential, mean: {{{FastMs}}}ms}}]
            """));
        ImmutableArray<RunVariant> variants = [RunVariant.Of(read.Baseline!), RunVariant.Of(read.Variants[0])];
        var run = Runner.Run(variants, new RunOptions { Threads = 1, CloseUps = false });
        var metric = VariantComparison.Of(run, variants)[0];
        var other = metric.Others[0];
        return (other.Difference, Square(metric.Base.HalfWidth) + Square(other.Value.HalfWidth));
    }

    private static double Mean(double serviceMs) =>
        ClosedForms.MmcWait(2, Arrivals, 1000 / serviceMs) + (serviceMs / 1000);

    private static double Square(double value) => value * value;
}
