using Simulator.Kernel;
using Simulator.Models.Database;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// A node service with one pool, under an open load; for some seconds its queries take longer. A health check asks the
/// same pool once a second.
/// </summary>
internal sealed class MetastableReplay : IAttempts<int>
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    private readonly Bench _bench;
    private readonly MetastableLoad _load;
    private readonly Caller _caller;
    private readonly ClientPool _pool;
    private readonly RandomStream _arrivals;
    private readonly long[] _good;
    private readonly List<bool> _checks = [];

    public MetastableReplay(MetastableLoad load, RecordedMachine machine, int replication)
    {
        _bench = new Bench(machine, replication);
        (_load, _good) = (load, new long[load.Seconds + 1]);
        _arrivals = _bench.Sim.Stream("arrivals");
        _caller = new Caller(_bench.Sim, load.Client);
        _pool = new ClientPool(
            _bench.Sim, PoolOptions.NodePostgres with { Max = load.Pool, AcquireTimeout = load.AcquireTimeout },
            _bench.Postgres(), Bench.App);
    }

    public long Ok { get; private set; }

    public long Failed { get; private set; }

    public long Attempts { get; private set; }

    /// <summary>Attempts that got a connection.</summary>
    public long Executed { get; private set; }

    public int Waiting => _pool.Waiting;

    /// <summary>Good answers by the second of their end.</summary>
    public ReadOnlySpan<long> Good => _good;

    /// <summary>Once a second, in order: it was answered in time.</summary>
    public IReadOnlyList<bool> Checks => _checks;

    public void Run()
    {
        _bench.Sim.Start(Arrive());
        _bench.Sim.Start(CheckHealth());
        _bench.RunUntil(_load.Seconds * 1e3);
    }

    public Wait<Outcome> Send(int call)
    {
        Attempts++;
        var answer = _bench.Sim.Rent<Outcome>();
        _bench.Sim.Start(Serve(answer));
        return answer;
    }

    private async SimTask Arrive()
    {
        for (var second = 0; second < _load.Seconds; second++)
        {
            var began = SimTime.Zero + (Second * second);
            foreach (var at in _load.Arrivals(second, _arrivals))
            {
                await _bench.Sim.Until(began + Duration.FromSeconds(at));
                _bench.Sim.Start(Call());
            }
        }
    }

    private async SimTask Call()
    {
        if (await _caller.Call(this, 0) != Outcome.Ok)
        {
            Failed++;
            return;
        }

        Ok++;
        _good[(int)_bench.Sim.Now.TotalSeconds]++;
    }

    private async SimTask Serve(Wait<Outcome> answer)
    {
        var lease = await _pool.Acquire();
        if (lease.Connection is not { } connection)
        {
            answer.TryAnswer(Outcome.PoolTimeout);
            return;
        }

        Executed++;
        await connection.Connection.Query(Statement.Sleeping(_load.ServiceAt(_bench.Sim.Now)));
        _pool.Release(connection);
        answer.TryAnswer(Outcome.Ok);
    }

    private async SimTask CheckHealth()
    {
        for (var n = 0; n < _load.Seconds; n++)
        {
            await _bench.Sim.Until(SimTime.Zero + (Second * n));
            _bench.Sim.Start(Check());
        }
    }

    private async SimTask Check()
    {
        var number = _checks.Count;
        _checks.Add(false);
        var answer = _bench.Sim.Rent<bool>();
        _bench.Sim.Start(Ask(answer));
        _checks[number] = (await answer.Within(_load.HealthTimeout)).Or(false);
    }

    private async SimTask Ask(Wait<bool> answer) => answer.TryAnswer(await _pool.Query(new Statement()) is null);
}
