using System.Collections.Immutable;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>How a client's answers to failure are written.</summary>
internal static class CallShapes
{
    private static RetryBudgetOptions DefaultBudget { get; } = new();

    private static BackoffOptions DefaultBackoff { get; } = new();

    private static CircuitBreakerOptions DefaultBreaker { get; } = new();

    private static ListShape<Outcome> Outcomes { get; } = new(
        Is.OneOf([.. OutcomeName.Errors.Select(o => (OutcomeName.Of(o), o))]))
    {
        Of = "outcomes",
        AtLeast = 1,
        AtMost = OutcomeName.Errors.Length,
    };

    private static ObjectShape<BackoffOptions> Backoff { get; } = new(
        "backoff",
        "The pause before a retry: base, times factor for each further one, at most max; and what chance does to it.",
        f =>
        {
            var backoff = new BackoffOptions
            {
                Base = f.Optional(
                    "base", Amount.PositiveDuration, DefaultBackoff.Base,
                    "Before the first retry. Default as in the AWS SDKs."),
                Max = f.Optional(
                    "max", Amount.PositiveDuration, DefaultBackoff.Max, "No pause is longer. Default as in the AWS SDKs."),
                Jitter = f.Optional(
                    "jitter",
                    Is.OneOf(
                        ("full", Jitter.Full), ("equal", Jitter.Equal), ("none", Jitter.None),
                        ("decorrelated", Jitter.Decorrelated)),
                    DefaultBackoff.Jitter,
                    "full: anything up to the pause; equal: half of it and anything up to the other half; "
                        + "decorrelated: from base to three times the last pause."),
            };
            if (backoff.Jitter != Jitter.Decorrelated)
            {
                backoff = backoff with
                {
                    Factor = f.Optional(
                        "factor", Is.Number(1, 100), DefaultBackoff.Factor, "From one pause to the next."),
                };
            }

            f.Allows(
                "factor", backoff.Jitter != Jitter.Decorrelated,
                "a decorrelated pause depends on the last one and on base only: remove factor");
            f.Check(
                () => backoff.Base <= backoff.Max, "base", "out-of-range",
                () => $"{Quantities.Format(backoff.Base)} is longer than max, {Quantities.Format(backoff.Max)}: "
                    + "every pause would be max. Lower base, or raise max");
            return backoff;
        });

    private static ObjectShape<RetryBudgetOptions> Budget { get; } = new(
        "retryBudget",
        "A bucket of tokens that a retry takes one of; without one there is no retry.",
        f => new RetryBudgetOptions
        {
            Ratio = f.Optional(
                "ratio", Amount.Ratio, DefaultBudget.Ratio,
                "Tokens that each call earns: so many retries for each, at most."),
            Burst = f.Optional(
                "burst", Is.Number(1, 1e6), DefaultBudget.Burst, "The most tokens there can be, and those at the start."),
            Per = f.Optional(
                "per",
                Is.OneOf(("call", BudgetCredit.Call), ("success", BudgetCredit.Success)),
                DefaultBudget.Per,
                "call: every call earns, as in Finagle; success: those that end well, as in the AWS SDKs."),
        });

    public static ObjectShape<RetryOptions> Retries { get; } = new(
        "retries",
        "Further attempts of a call after one that failed.",
        f => new RetryOptions
        {
            Max = f.Required("max", Is.Int(1, 100), "The most attempts after the first."),
            Backoff = f.Maybe("backoff", Backoff, "The pause before each. Default: none."),
            Budget = f.Maybe("budget", Budget, "How many retries the client may make in all. Default: no bound."),
            MaxFailureRatio = f.MaybeValue(
                "maxFailureRatio", Amount.Ratio,
                "No retry while failed attempts are more than this share of the calls, both since the start. "
                    + "Default: never mind."),
        });

    public static ObjectShape<CircuitBreakerOptions> CircuitBreaker { get; } = new(
        "circuitBreaker",
        "Sends nothing for a while when too many attempts have failed, then one, to see. Polly's names and defaults.",
        f =>
        {
            var breaker = new CircuitBreakerOptions
            {
                ConsecutiveFailures = f.MaybeValue(
                    "consecutiveFailures", Is.Int(1, 1_000_000), "Opens after so many in a row, whatever the ratio."),
                BreakDuration = f.Optional(
                    "breakDuration", Amount.PositiveDuration, DefaultBreaker.BreakDuration, "How long nothing is sent."),
            };
            var byRatio = breaker.ConsecutiveFailures is null;
            if (byRatio) breaker = ByRatio(f, breaker);
            foreach (var key in (ReadOnlySpan<string>)["failureRatio", "samplingDuration", "minimumThroughput"])
                f.Allows(key, byRatio, "with consecutiveFailures no ratio is taken: remove one of the two");
            return breaker;
        });

    /// <summary>What makes a client try again, where it does so at all.</summary>
    public static ImmutableArray<Outcome> RetryOn(Fields f)
    {
        var on = f.Has("retries") || !f.IsReading
            ? f.Optional(
                "retryOn", Outcomes, RetryOptions.Transient,
                at => new ListNode(at, [.. RetryOptions.Transient.Select(o => Written(o, at))], Defaults.Origin),
                "Outcomes of an attempt that a retry follows.")
            : RetryOptions.Transient;
        f.Allows("retryOn", f.Has("retries"), "nothing is tried again without retries: add them, or remove retryOn");
        return on;
    }

    private static ScalarNode Written(Outcome outcome, SourcePosition at) =>
        new(at, OutcomeName.Of(outcome), isPlain: false, Defaults.Origin);

    private static CircuitBreakerOptions ByRatio(Fields f, CircuitBreakerOptions breaker)
    {
        breaker = breaker with
        {
            FailureRatio = f.Optional(
                "failureRatio", Amount.Ratio, DefaultBreaker.FailureRatio, "Opens when so many of the attempts failed."),
            SamplingDuration = f.Optional(
                "samplingDuration", Amount.PositiveDuration, DefaultBreaker.SamplingDuration,
                "Over which the ratio is taken."),
            MinimumThroughput = f.Optional(
                "minimumThroughput", Is.Int(1, 1_000_000), DefaultBreaker.MinimumThroughput,
                "Fewer attempts in that time say nothing."),
        };
        f.Check(
            () => breaker.FailureRatio > 0, "failureRatio", "out-of-range",
            () => "'0%' would open with the first failure: write consecutiveFailures: 1 for that");
        return breaker;
    }
}
