using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>How the pool grows and shrinks.</summary>
public sealed partial class ClientPool
{
    // HikariPool.java: failed adds back off 10 ms, doubling, up to 5 s; the housekeeper comes every 30 s.
    private static readonly Duration FirstBackoff = Duration.FromMilliseconds(10);
    private static readonly Duration LongestBackoff = Duration.FromSeconds(5);
    private static readonly Duration Housekeeping = Duration.FromSeconds(30);
    private static readonly Duration Sampling = Duration.FromSeconds(10);

    private bool _isAdding;

    internal void OnEnded(PooledConnection connection)
    {
        if (connection.IsIdle) Remove(connection);
    }

    internal void OnIdleTooLong(PooledConnection connection)
    {
        if (Total > Options.Min) Remove(connection);
    }

    internal void OnIdleTooOld(PooledConnection connection)
    {
        Remove(connection);
        if (Options.Growth == PoolGrowth.ByAdder) _sim.Start(Add());
    }

    private void StartUpkeep()
    {
        if (Options.Growth == PoolGrowth.ByAdder) _sim.Start(Add());
        else
            for (var i = 0; i < Options.Prefill; i++) _sim.Start(Connect(null));
        if (Options.IdleRule == IdleRule.Housekeeper) _sim.Start(KeepHouse());
        if (Options.IdleRule == IdleRule.MedianOfSamples) _sim.Start(Prune());
    }

    /// <summary>Opens a connection for one caller; a caller that gave up meanwhile takes it down with it.</summary>
    private async SimTask Connect(Waiter? caller)
    {
        caller?.OnConnecting(_sim.Now);
        var (connection, error) = await Open();
        if (connection is null)
        {
            caller?.Answer.TryAnswer(new Lease(null, error));
            Pulse();
        }
        else if (caller is null)
        {
            Offer(connection);
        }
        else if (!caller.Answer.TryAnswer(new Lease(connection, null)))
        {
            Remove(connection);
        }
    }

    /// <summary>
    /// One thread adds, until there are enough idle or nobody waits that an idle one would not serve.
    /// </summary>
    private async SimTask Add()
    {
        if (_isAdding) return;
        _isAdding = true;
        var backoff = FirstBackoff;
        while (!_hasEnded && _loss == ClientLoss.None && !IsFull && (Idle < Options.Min || Waiting > Idle))
        {
            var (connection, _) = await Open();
            if (connection is not null)
            {
                Offer(connection);
                backoff = FirstBackoff;
                continue;
            }

            await _sim.Delay(backoff);
            backoff = new Duration(Math.Min(backoff.Nanoseconds * 2, LongestBackoff.Nanoseconds));
        }

        _isAdding = false;
    }

    private async SimTask<Lease> Open()
    {
        Connections.Open();
        CountTotal(+1);
        var result = await _database.Connect(_login);
        if (result.Connection is not { } connection)
        {
            Connections.Close();
            CountTotal(-1);
            return new Lease(null, result.Error);
        }

        if (_loss != ClientLoss.None)
        {
            connection.Lose(_loss);
            Connections.Close();
            CountTotal(-1);
            return new Lease(null, DatabaseError.Terminated);
        }

        var pooled = new PooledConnection(_sim, this, connection, _numbers++, Lifetime());
        _all.Add(pooled);
        return new Lease(pooled, null);
    }

    private Duration Lifetime()
    {
        if (Options.MaxLifetime == Duration.Forever) return Duration.Forever;
        var share = 1 - (Options.LifetimeJitter * _lifetimes.NextDouble());
        return Duration.FromNanoseconds(Options.MaxLifetime.Nanoseconds * share);
    }

    /// <summary>To the first in the queue, or to the idle.</summary>
    private void Offer(PooledConnection connection)
    {
        while (_waiters.TryDequeue(out var waiter))
        {
            if (!waiter.IsQueued) continue;
            Serve(waiter, new Lease(connection, null));
            return;
        }

        if (_hasEnded || Idle >= Options.MaxIdle)
        {
            Remove(connection);
            return;
        }

        _idle.Add(connection);
        var hasTimer = Options.IdleRule == IdleRule.Timer && Total > Options.Min;
        connection.Rest(hasTimer ? Options.IdleTimeout : Duration.Forever);
        Changed?.Invoke();
    }

    private void Remove(PooledConnection connection)
    {
        connection.Connection.Close();
        Drop(connection);
        Pulse();
    }

    private void Drop(PooledConnection connection)
    {
        if (!_all.Remove(connection)) throw new SimulationException("A pool dropped a connection twice.");
        _idle.Remove(connection);
        connection.Forget();
        Connections.Close();
        CountTotal(-1);
        if (Total > 0) return;
        foreach (var ended in _ends) ended.TryAnswer(true);
        _ends.Clear();
    }

    /// <summary>A place came free: the first in the queue gets a connect of its own.</summary>
    private void Pulse()
    {
        if (_hasEnded || _loss != ClientLoss.None) return;
        if (Options.Growth == PoolGrowth.ByAdder)
        {
            _sim.Start(Add());
            return;
        }

        while (!IsFull && _waiters.TryDequeue(out var waiter))
        {
            if (!waiter.IsQueued) continue;
            waiter.IsQueued = false;
            CountWaiting(-1);
            _sim.Start(Connect(waiter));
        }
    }

    private async SimTask KeepHouse()
    {
        while (!_hasEnded && _loss == ClientLoss.None)
        {
            await _sim.Delay(Housekeeping);
            foreach (var connection in _idle.ToArray())
                if (Total > Options.Min && _sim.Now - connection.IdleSince > Options.IdleTimeout) Remove(connection);
            _sim.Start(Add());
        }
    }

    /// <summary>PoolingDataSource.PruneIdleConnectors: half of the time at least so many were not needed.</summary>
    private async SimTask Prune()
    {
        var samples = new List<int>();
        var wanted = Math.Max(1, (int)(Options.IdleTimeout / Sampling));
        while (!_hasEnded && _loss == ClientLoss.None)
        {
            await _sim.Delay(Sampling);
            samples.Add(Idle);
            if (samples.Count < wanted) continue;
            samples.Sort();
            for (var n = samples[samples.Count / 2]; n > 0 && Total > Options.Min && Idle > 0; n--) Remove(_idle[0]);
            samples.Clear();
        }
    }

    private void CountTotal(int change)
    {
        Total += change;
        if (Total < _all.Count) throw new SimulationException($"A pool of {Total} has {_all.Count} connections.");
        Connections.Check(Total);
        Changed?.Invoke();
    }
}
