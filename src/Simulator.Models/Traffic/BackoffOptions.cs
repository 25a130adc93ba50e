using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>How long a client waits before it tries again.</summary>
public sealed record BackoffOptions
{
    /// <summary>Before the first retry; 100 ms as in the AWS SDKs (DEFAULT_RETRY_DELAY_BASE).</summary>
    public Duration Base { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>No pause is longer, whatever the factor; 20 s as in the AWS SDKs (MAXIMUM_RETRY_DELAY).</summary>
    public Duration Max { get; init; } = Duration.FromSeconds(20);

    /// <summary>From one retry to the next; at least 1, and of no use with decorrelated jitter.</summary>
    public double Factor { get; init; } = 2;

    public Jitter Jitter { get; init; } = Jitter.Full;

    /// <summary>The pause before a retry.</summary>
    /// <param name="retry">Of the call, from 0.</param>
    /// <param name="before">The call's pause before this one; zero for the first.</param>
    /// <param name="draw">In [0, 1); drawn whatever the jitter, so that changing it shifts nobody's chances.</param>
    public Duration Pause(int retry, Duration before, double draw)
    {
        var most = (double)Max.Nanoseconds;
        var full = Math.Min(most, Base.Nanoseconds * Math.Pow(Factor, retry));
        var low = (double)Base.Nanoseconds;
        return Duration.FromNanoseconds(Jitter switch
        {
            Jitter.None => full,
            Jitter.Full => full * draw,
            Jitter.Equal => full * (1 + draw) / 2,
            _ => Math.Min(most, low + (draw * ((3 * Math.Max(low, before.Nanoseconds)) - low))),
        });
    }
}

/// <summary>What chance does to a pause; names and rules of AWS's article "Exponential Backoff And Jitter".</summary>
public enum Jitter
{
    None,

    /// <summary>Anything up to the pause.</summary>
    Full,

    /// <summary>Half of the pause, and anything up to the other half.</summary>
    Equal,

    /// <summary>From the base to three times the last pause.</summary>
    Decorrelated,
}
