using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>What a Postgres session is told about time and about clients that are gone; zero: off.</summary>
/// <remarks>Defaults: postgresql.conf of 15 and net.ipv4 of Linux 6.</remarks>
public sealed record SessionSettings
{
    /// <summary>client_connection_check_interval: how often a busy backend looks whether its client is there.</summary>
    public Duration ClientConnectionCheckInterval { get; init; }

    public Duration StatementTimeout { get; init; }

    public TcpLimits Tcp { get; init; } = new();
}

/// <summary>When a kernel gives up on a peer that does not answer. Source: tcp(7), net/ipv4/tcp_timer.c.</summary>
public sealed record TcpLimits
{
    /// <summary>tcp_keepalives_idle; net.ipv4.tcp_keepalive_time.</summary>
    public Duration KeepaliveIdle { get; init; } = Duration.FromSeconds(7200);

    public Duration KeepaliveInterval { get; init; } = Duration.FromSeconds(75);

    public int KeepaliveCount { get; init; } = 9;

    /// <summary>tcp_user_timeout; zero: <see cref="Retries2"/> decides.</summary>
    public Duration UserTimeout { get; init; }

    /// <summary>net.ipv4.tcp_retries2: 15 are 924.6 s.</summary>
    public int Retries2 { get; init; } = 15;

    /// <summary>
    /// From the last packet heard to the end of a silent, idle connection; a user timeout overrides the count.
    /// </summary>
    public Duration KeepaliveGivesUp
    {
        get
        {
            var probes = UserTimeout == Duration.Zero
                ? KeepaliveCount
                : Math.Max(1, Ceiling(UserTimeout - KeepaliveIdle, KeepaliveInterval));
            return KeepaliveIdle + (KeepaliveInterval * probes);
        }
    }

    /// <summary>
    /// From a packet sent to the end, when nothing acknowledges it: the interval doubles, up to 120 s.
    /// </summary>
    public Duration RetransmissionGivesUp
    {
        get
        {
            if (UserTimeout > Duration.Zero) return UserTimeout;
            var (total, interval) = (Duration.Zero, Duration.FromMilliseconds(200));
            for (var i = 0; i <= Retries2; i++)
            {
                total += interval;
                interval = new Duration(Math.Min(interval.Nanoseconds * 2, 120_000_000_000));
            }

            return total;
        }
    }

    private static long Ceiling(Duration a, Duration b) => (a.Nanoseconds + b.Nanoseconds - 1) / b.Nanoseconds;
}
