namespace Simulator.Models.Traffic;

/// <summary>A bucket of tokens of one client: what earns them fills it, a retry takes one or does not happen.</summary>
/// <remarks>
/// Finagle's RetryBudget and the simulator behind Brooker's "Fixing retries with token buckets and circuit breakers"
/// credit every call; his article, and the AWS SDKs' standard mode, every success.
/// </remarks>
public sealed class RetryBudget(RetryBudgetOptions options)
{
    // Ten tenths are one, whatever binary fractions make of them.
    private const double Rounding = 1e-9;

    private double _tokens = options.Burst;

    /// <summary>A call begins.</summary>
    public void OnCall()
    {
        if (options.Per == BudgetCredit.Call) Earn();
    }

    /// <summary>A call has its good answer.</summary>
    public void OnSuccess()
    {
        if (options.Per == BudgetCredit.Success) Earn();
    }

    public bool TryTake()
    {
        if (_tokens < 1 - Rounding) return false;
        _tokens--;
        return true;
    }

    private void Earn() => _tokens = Math.Min(options.Burst, _tokens + options.Ratio);
}

/// <summary>How many retries a client may make for its calls.</summary>
public sealed record RetryBudgetOptions
{
    /// <summary>Tokens for each call or success; the retries that may be made for each in the long run.</summary>
    public double Ratio { get; init; } = 0.1;

    /// <summary>The most there can be, and as many as there are at the start; at least 1.</summary>
    public double Burst { get; init; } = 10;

    public BudgetCredit Per { get; init; } = BudgetCredit.Call;
}

/// <summary>What earns a token's part.</summary>
public enum BudgetCredit
{
    Call,

    /// <summary>A bucket that is empty when an outage begins stays empty until it is over.</summary>
    Success,
}
