using Simulator.Kernel;
using Simulator.Models.Cpu;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>One thread with many connections that repeats a script: as fast as it is answered, or at a rate.</summary>
/// <remarks>
/// pgbench.c, threadRun: in one pass over its clients, in their order, it begins what may begin; only when nothing may,
/// it polls and reads what has been answered. doConnect blocks the thread, and with -C is no part of the latency.
/// </remarks>
internal sealed class Pgbench : ICpuWorker
{
    private readonly Bench _bench;
    private readonly IDatabase _database;
    private readonly IReadOnlyList<Statement> _script;
    private readonly PgbenchClient[] _clients;
    private readonly CpuThread _thread;
    private readonly List<double> _latencies = [];
    private readonly Queue<PgbenchClient> _pass = new();
    private readonly Queue<PgbenchClient> _free = new();
    private readonly Slots _freeCount;
    private SimTime _stop;
    private int _connected;
    private bool _reconnects;
    private bool _isThrottled;
    private bool _isBusy;

    public Pgbench(Bench bench, IDatabase database, IReadOnlyList<Statement> script, int clients)
    {
        (_bench, _database, _script) = (bench, database, script);
        _clients = [.. Enumerable.Range(0, clients).Select(_ => new PgbenchClient())];
        _thread = bench.Node.CreateThread(bench.Group, this);
        _freeCount = new Slots(bench.Sim, clients);
    }

    public IReadOnlyList<double> LatenciesMs => _latencies;

    /// <summary>All of them are connected, or will be when they begin.</summary>
    public bool IsReady => _reconnects || _connected == _clients.Length;

    public SimTime Started { get; private set; }

    /// <summary>When the last transaction ended.</summary>
    public SimTime Ended { get; private set; }

    public double Tps => _latencies.Count / (Ended - Started).TotalSeconds;

    // Half for sending, half for reading the answer.
    private Duration HalfStatement => new(Math.Max(1, (_bench.Machine.StatementCpu / 4).Nanoseconds));

    /// <param name="reconnects">-C: each transaction brings its own connection.</param>
    public void Connect(bool reconnects = false)
    {
        _reconnects = reconnects;
        if (reconnects) return;
        foreach (var client in _clients) _bench.Sim.Start(Dial(client));
    }

    /// <summary>Nobody begins a transaction after <paramref name="length"/>; those under way are finished.</summary>
    public void Start(Duration length)
    {
        Started = _bench.Sim.Now;
        _stop = Started + length;
        foreach (var client in _clients.Where(CanBegin)) client.State = PgbenchClientState.Choosing;
        GoOn();
    }

    /// <summary>
    /// At given times since the start, each by a free connection, up to the end; latency counts from there.
    /// </summary>
    public void StartAt(IReadOnlyList<Duration> arrivals, Duration length)
    {
        Started = _bench.Sim.Now;
        _stop = Started + length;
        _isThrottled = true;
        foreach (var client in _clients.Where(CanBegin)) _free.Enqueue(client);
        _bench.Sim.Start(Throttle(arrivals));
    }

    public double Percentile(double p)
    {
        var sorted = _latencies.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(p / 100 * sorted.Length))];
    }

    void ICpuWorker.OnWorkDone(CpuThread thread)
    {
        var client = _pass.Dequeue();
        if (client.State == PgbenchClientState.Answered) Read(client);
        else Send(client);
        NextStep();
    }

    private bool CanBegin(PgbenchClient client) => _reconnects || client.Connection is not null;

    private void GoOn()
    {
        if (_isBusy) return;
        _isBusy = true;
        NextStep();
    }

    private void NextStep()
    {
        if (_pass.Count == 0) Look(PgbenchClientState.Choosing);
        if (_pass.Count == 0) Look(PgbenchClientState.Answered);
        _isBusy = _pass.TryPeek(out var client);
        if (client is { State: PgbenchClientState.Choosing }) Begin(client);
        else if (client is not null) _thread.Run(HalfStatement * (client.Line < _script.Count ? 2 : 1));
    }

    private void Look(PgbenchClientState state)
    {
        foreach (var client in _clients)
            if (client.State == state) _pass.Enqueue(client);
    }

    private void Begin(PgbenchClient client)
    {
        if (client.Connection is null)
        {
            _bench.Sim.Start(DialAndBegin(client));
            return;
        }

        if (!_isThrottled) client.Begun = _bench.Sim.Now;
        _thread.Run(HalfStatement);
    }

    private async SimTask DialAndBegin(PgbenchClient client)
    {
        await Dial(client);
        if (client.Connection is not null)
        {
            Begin(client);
            return;
        }

        client.State = PgbenchClientState.Finished;
        _pass.Dequeue();
        NextStep();
    }

    private async SimTask Dial(PgbenchClient client)
    {
        client.Connection = (await _database.Connect(Bench.App)).Connection;
        _connected++;
    }

    private void Send(PgbenchClient client)
    {
        client.State = PgbenchClientState.Asking;
        _bench.Sim.Start(Ask(client, _script[client.Line++]));
    }

    private async SimTask Ask(PgbenchClient client, Statement statement)
    {
        client.Error = await client.Connection!.Query(statement);
        client.State = PgbenchClientState.Answered;
        GoOn();
    }

    private void Read(PgbenchClient client)
    {
        if (client.Error is not null) client.State = PgbenchClientState.Finished;
        else if (client.Line < _script.Count) Send(client);
        else EndTransaction(client);
    }

    private void EndTransaction(PgbenchClient client)
    {
        Ended = _bench.Sim.Now;
        _latencies.Add((Ended - client.Begun).TotalMilliseconds);
        client.Line = 0;
        if (_reconnects)
        {
            client.Connection!.Close();
            client.Connection = null;
        }

        if (_isThrottled)
        {
            client.State = PgbenchClientState.Waiting;
            _free.Enqueue(client);
            _freeCount.Release();
            return;
        }

        client.State = Ended < _stop ? PgbenchClientState.Choosing : PgbenchClientState.Finished;
        if (client.State == PgbenchClientState.Finished) client.Connection?.Close();
    }

    private async SimTask Throttle(IReadOnlyList<Duration> arrivals)
    {
        foreach (var at in arrivals)
        {
            await _bench.Sim.Until(Started + at < _bench.Sim.Now ? _bench.Sim.Now : Started + at);
            await _freeCount.Acquire();
            if (_bench.Sim.Now > _stop) return; // Late ones are not begun after the end.
            var client = _free.Dequeue();
            client.Begun = Started + at;
            client.State = PgbenchClientState.Choosing;
            GoOn();
        }
    }
}
