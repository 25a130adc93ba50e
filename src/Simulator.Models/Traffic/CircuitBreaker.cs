using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>Lets a client's attempts through, until too many have failed; then one now and then, to see.</summary>
/// <remarks>
/// As Polly 8 does (CircuitStateController.cs, AdvancedCircuitBehavior.cs, RollingHealthMetrics.cs): closed, open for
/// the break, then half open for one attempt, whose end closes it or opens it again. An attempt that was sent before
/// the break and ends in the half-open state decides as well.
/// </remarks>
public sealed class CircuitBreaker(CircuitBreakerOptions options)
{
    private const int Windows = 10;

    private readonly Queue<Window> _windows = new();
    private Window? _current;
    private State _state;
    private SimTime _openUntil;
    private int _inARow;
    private int _attempts;
    private int _failures;

    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    private sealed class Window(SimTime began)
    {
        public SimTime Began => began;

        public int Attempts { get; set; }

        public int Failures { get; set; }
    }

    public bool IsClosed => _state == State.Closed;

    /// <summary>False: the attempt is not made.</summary>
    public bool TryPass(SimTime now)
    {
        if (_state == State.Closed) return true;
        if (_state == State.HalfOpen || now < _openUntil) return false;
        _state = State.HalfOpen;
        return true;
    }

    /// <summary>An attempt has ended.</summary>
    public void OnResult(SimTime now, bool isFailure)
    {
        if (_state == State.HalfOpen)
        {
            if (isFailure) Open(now);
            else Close();
            return;
        }

        Count(now, isFailure);
        if (_state == State.Closed && isFailure && IsTooMuch()) Open(now);
    }

    private bool IsTooMuch() => options.ConsecutiveFailures is { } most
        ? _inARow >= most
        : _attempts >= options.MinimumThroughput && _failures >= options.FailureRatio * _attempts;

    private void Open(SimTime now) => (_state, _openUntil) = (State.Open, now + options.BreakDuration);

    private void Close()
    {
        _state = State.Closed;
        _windows.Clear();
        (_current, _inARow, _attempts, _failures) = (null, 0, 0, 0);
    }

    private void Count(SimTime now, bool isFailure)
    {
        _inARow = isFailure ? _inARow + 1 : 0;
        if (options.ConsecutiveFailures is not null) return;
        if (_current is null || now - _current.Began >= options.SamplingDuration / Windows)
            _windows.Enqueue(_current = new Window(now));
        while (now - _windows.Peek().Began >= options.SamplingDuration)
        {
            var old = _windows.Dequeue();
            _attempts -= old.Attempts;
            _failures -= old.Failures;
        }

        _current.Attempts++;
        _attempts++;
        if (!isFailure) return;
        _current.Failures++;
        _failures++;
    }
}

/// <summary>When a client stops asking; names and defaults are Polly's.</summary>
public sealed record CircuitBreakerOptions
{
    /// <summary>Opens after so many in a row, whatever the ratio; null: by the ratio.</summary>
    public int? ConsecutiveFailures { get; init; }

    /// <summary>Opens when at least this share of the attempts failed, in (0, 1].</summary>
    public double FailureRatio { get; init; } = 0.1;

    /// <summary>Over which the ratio is taken, in tenths of it.</summary>
    public Duration SamplingDuration { get; init; } = Duration.FromSeconds(30);

    /// <summary>Fewer attempts in that time say nothing.</summary>
    public int MinimumThroughput { get; init; } = 100;

    /// <summary>Nothing is sent for so long; then one attempt.</summary>
    public Duration BreakDuration { get; init; } = Duration.FromSeconds(5);
}
