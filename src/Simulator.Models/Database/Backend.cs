using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>What a backend is doing.</summary>
public enum BackendState
{
    /// <summary>Forked; authenticating.</summary>
    Starting,
    Idle,
    Active,
    IdleInTransaction,

    /// <summary>On its way out; it still has its slot.</summary>
    Exiting,
}

/// <summary>The process behind one connection, with or without a client that still listens.</summary>
internal sealed partial class Backend : EventTarget, IConnection
{
    // Long work on the CPU looks for interrupts that often (CHECK_FOR_INTERRUPTS).
    private static readonly Duration Chunk = Duration.FromMilliseconds(10);

    private const int CheckDue = 0, TimeoutDue = 1, DeadlockDue = 2;

    private readonly Simulation _sim;
    private readonly Postgres _postgres;
    private readonly SessionSettings _settings;
    private readonly PeerSocket _client;
    private readonly List<long> _locks = [];
    private Wait<DatabaseError?> _answer;
    private Wait<Interrupt> _blocked;
    private Interrupt _interrupt;
    private Statement? _statement;
    private EventHandle _check;
    private EventHandle _timeout;
    private EventHandle _deadlock;
    private bool _isClosedByClient;

    public Backend(Simulation sim, Postgres postgres, EventLoop process, SessionSettings settings)
    {
        (_sim, _postgres, Process, _settings) = (sim, postgres, process, settings);
        _client = new PeerSocket(sim, settings.Tcp, OnClientDead);
    }

    /// <summary>Its one thread.</summary>
    public EventLoop Process { get; }

    public BackendState State { get; private set; }

    public bool InTransaction { get; private set; }

    public Action? Ended { get; set; }

    public bool IsOpen =>
        _client.Loss == ClientLoss.None && !_isClosedByClient
        && State is not (BackendState.Exiting or BackendState.Starting);

    private Duration Hop => _postgres.Options.RoundTrip / 2;

    /// <summary>The login is done; false when the backend was ended meanwhile.</summary>
    public bool TryStart()
    {
        if (State != BackendState.Starting) return false;
        _client.Hear();
        SetState(BackendState.Idle);
        return true;
    }

    public async SimTask<DatabaseError?> Query(Statement statement)
    {
        if (!IsOpen) return DatabaseError.Terminated;
        if (_answer.IsOpen) throw new SimulationException("A connection was given two statements at a time.");
        var answer = _answer = _sim.Rent<DatabaseError?>();
        _sim.Start(Serve(statement));
        return await answer;
    }

    public void Close()
    {
        if (_isClosedByClient || _client.Loss != ClientLoss.None) return;
        _isClosedByClient = true;
        _answer.TryAnswer(DatabaseError.Terminated);
        // A busy backend reads the farewell when it is done; until then the socket's end is what a check sees.
        if (State == BackendState.Active) Lose(ClientLoss.ProcessDied);
        else Exit(null);
    }

    public void Lose(ClientLoss how)
    {
        if (_client.Loss != ClientLoss.None || how == ClientLoss.None) return;
        _client.Lose(how);
        _answer.TryAnswer(DatabaseError.Terminated);
    }

    public void Terminate()
    {
        if (State == BackendState.Active) Cut(Interrupt.Terminated);
        Exit(DatabaseError.Shutdown);
    }

    protected override void OnEvent(int code)
    {
        if (code == TimeoutDue)
        {
            Cut(Interrupt.StatementTimeout);
            return;
        }

        if (code == DeadlockDue)
        {
            if (IsDeadlocked()) Cut(Interrupt.Deadlock);
            return;
        }

        _check = _sim.Schedule(_settings.ClientConnectionCheckInterval, this, CheckDue);
        if (_client.IsDead) Cut(Interrupt.ClientGone);
    }

    private async SimTask Serve(Statement statement)
    {
        await _sim.Delay(Hop);
        if (State == BackendState.Exiting) return;
        _client.Hear();
        _statement = statement;
        _interrupt = Interrupt.None;
        SetState(BackendState.Active);
        ArmTimers();
        var interrupt = await Work(statement);
        DisarmTimers();
        _statement = null;
        if (State != BackendState.Exiting) await EndTransaction(statement, interrupt);
        if (State == BackendState.Exiting)
        {
            GiveUp(); // Something may have been granted at the instant of its end.
            return;
        }

        if (interrupt == Interrupt.ClientGone)
        {
            Exit(null);
            return;
        }

        SetState(InTransaction ? BackendState.IdleInTransaction : BackendState.Idle);
        await Reply(interrupt switch
        {
            Interrupt.StatementTimeout => DatabaseError.StatementTimeout,
            Interrupt.Deadlock => DatabaseError.Deadlock,
            _ => null,
        });
    }

    private async SimTask Reply(DatabaseError? error)
    {
        if (!_client.TryWrite())
        {
            Exit(null);
            return;
        }

        await _sim.Delay(Hop);
        _answer.TryAnswer(error);
    }

    private async SimTask<Interrupt> Work(Statement statement)
    {
        if (statement.Lock is { } key)
        {
            if (!_postgres.Locks.TryTake(key, this))
            {
                var granted = _blocked = _sim.Rent<Interrupt>();
                _postgres.Locks.Queue(key, this, granted);
                if (await granted is var reason and not Interrupt.None) return reason;
            }

            if (!_locks.Contains(key)) _locks.Add(key);
        }

        var asleep = Slowed(statement.Sleep) + _postgres.DrawOverhead();
        if (statement.Shared is { } shared)
        {
            var n = ++_postgres.AtSharedWork;
            asleep += Times(Slowed(shared.Alone), shared.Contention.Inflation(n));
        }

        var cut = await Sleep(asleep);
        if (statement.Shared is not null) _postgres.AtSharedWork--;
        if (cut != Interrupt.None) return cut;
        if (statement.Row is not { } row)
            return await Burn(_postgres.OwnWork(statement.Cpu) + _postgres.StatementWork());
        await Burn(_postgres.StatementWork());
        cut = await TakeRow(row);
        return cut == Interrupt.None ? await Burn(_postgres.OwnWork(statement.Cpu)) : cut;
    }

    private async SimTask<Interrupt> Sleep(Duration time)
    {
        if (_interrupt != Interrupt.None) return _interrupt;
        if (time == Duration.Zero) return Interrupt.None;
        var cut = _blocked = _sim.Rent<Interrupt>();
        return (await cut.Within(time)).Or(Interrupt.None);
    }

    private async SimTask<Interrupt> Burn(Duration left)
    {
        while (left > Duration.Zero && _interrupt == Interrupt.None)
        {
            var chunk = left < Chunk ? left : Chunk;
            await Process.Run(chunk);
            left -= chunk;
        }

        return _interrupt;
    }

    private Duration Slowed(Duration time) => _postgres.SlowDown == 1 ? time : Times(time, _postgres.SlowDown);

    private static Duration Times(Duration time, double factor) => Duration.FromNanoseconds(time.Nanoseconds * factor);

    private async SimTask EndTransaction(Statement statement, Interrupt interrupt)
    {
        if (statement.Transaction == TransactionMark.Begin) InTransaction = true;
        if (statement.Transaction == TransactionMark.End) InTransaction = false;
        if (interrupt != Interrupt.None) GiveUp();
        else if (!InTransaction) await Commit();
        if (!InTransaction) ReleaseLocks();
    }

    /// <summary>At the end of a backend, and after an error, nothing that it has done or holds is left.</summary>
    private void GiveUp()
    {
        ReleaseLocks();
        RollBack();
    }

    private void ReleaseLocks()
    {
        foreach (var key in _locks) _ = _postgres.Locks.Release(key, this);
        _locks.Clear();
    }

    private void OnClientDead()
    {
        if (State is BackendState.Idle or BackendState.IdleInTransaction or BackendState.Starting) Exit(null);
        else if (_statement is { Streams: true }) Cut(Interrupt.ClientGone);
    }

    private void Cut(Interrupt reason)
    {
        if (_interrupt != Interrupt.None) return;
        _interrupt = reason;
        _blocked.TryAnswer(reason);
    }

    private void Exit(DatabaseError? toClient)
    {
        if (State == BackendState.Exiting) return;
        var wasOpen = IsOpen;
        DisarmTimers();
        _client.Forget();
        SetState(BackendState.Exiting);
        GiveUp();
        if (wasOpen && !_answer.TryAnswer(toClient ?? DatabaseError.Terminated)) Ended?.Invoke();
        _sim.Start(Leave());
    }

    private async SimTask Leave()
    {
        await Process.Run(_postgres.Options.ExitCost);
        _postgres.Remove(this);
    }

    private void SetState(BackendState state)
    {
        if (state == State) return;
        var from = State;
        State = state;
        _postgres.Move(from, state);
    }

    private void ArmTimers()
    {
        if (_settings.ClientConnectionCheckInterval > Duration.Zero)
            _check = _sim.Schedule(_settings.ClientConnectionCheckInterval, this, CheckDue);
        if (_settings.StatementTimeout > Duration.Zero)
            _timeout = _sim.Schedule(_settings.StatementTimeout, this, TimeoutDue);
    }

    private void DisarmTimers()
    {
        if (_check.NamesAnEvent) _sim.Cancel(_check);
        if (_timeout.NamesAnEvent) _sim.Cancel(_timeout);
        (_check, _timeout) = (default, default);
    }
}
