using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>A connection that a pool keeps: idle in it, or lent to one caller.</summary>
public sealed class PooledConnection : EventTarget
{
    private const int IdleTooLong = 0, LivedTooLong = 1;

    private readonly Simulation _sim;
    private readonly ClientPool _pool;
    private EventHandle _idleTimer;
    private EventHandle _lifeTimer;

    internal PooledConnection(Simulation sim, ClientPool pool, IConnection connection, long number, Duration lifetime)
    {
        (_sim, _pool, Connection, Number) = (sim, pool, connection, number);
        connection.Ended = () => _pool.OnEnded(this);
        if (lifetime < Duration.Forever) _lifeTimer = sim.Schedule(lifetime, this, LivedTooLong);
    }

    /// <summary>The pool's count of connections when it was opened, from 0.</summary>
    public long Number { get; }

    public IConnection Connection { get; }

    internal bool IsExpired { get; private set; }

    internal bool IsIdle { get; private set; }

    internal SimTime IdleSince { get; private set; }

    internal void Rest(Duration timeout)
    {
        (IsIdle, IdleSince) = (true, _sim.Now);
        if (timeout < Duration.Forever) _idleTimer = _sim.Schedule(timeout, this, IdleTooLong);
    }

    internal void Wake()
    {
        IsIdle = false;
        if (_idleTimer.NamesAnEvent) _sim.Cancel(_idleTimer);
        _idleTimer = default;
    }

    internal void Forget()
    {
        Wake();
        Connection.Ended = null;
        if (_lifeTimer.NamesAnEvent) _sim.Cancel(_lifeTimer);
        _lifeTimer = default;
    }

    protected override void OnEvent(int code)
    {
        if (code == IdleTooLong)
        {
            _idleTimer = default;
            _pool.OnIdleTooLong(this);
            return;
        }

        _lifeTimer = default;
        IsExpired = true;
        if (IsIdle) _pool.OnIdleTooOld(this);
    }
}
