using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>One thread with many connections that repeats a script: as fast as it is answered, or at a rate.</summary>
internal sealed class Pgbench(Bench bench, IDatabase database, IReadOnlyList<Statement> script, int clients)
{
    private readonly EventLoop _thread = new(bench.Sim, bench.Group);
    private readonly Signal _start = new(bench.Sim);
    private readonly List<double> _latencies = [];
    private readonly Queue<IConnection> _free = new();
    private readonly Slots _freeCount = new(bench.Sim, clients);
    private SimTime _stop;
    private int _connected;
    private bool _isThrottled;

    public IReadOnlyList<double> LatenciesMs => _latencies;

    /// <summary>All of them are connected.</summary>
    public bool IsReady => _connected == clients;

    public SimTime Started { get; private set; }

    /// <summary>When the last transaction ended.</summary>
    public SimTime Ended { get; private set; }

    public double Tps => _latencies.Count / (Ended - Started).TotalSeconds;

    // Half for sending, half for reading the answer.
    private Duration HalfStatement => bench.Machine.StatementCpu / 4;

    public void Connect(bool reconnects = false)
    {
        for (var i = 0; i < clients; i++) bench.Sim.Start(Client(reconnects));
    }

    /// <summary>Nobody begins a transaction after <paramref name="length"/>; those under way are finished.</summary>
    public void Start(Duration length)
    {
        Started = bench.Sim.Now;
        _stop = Started + length;
        _start.Ring();
    }

    /// <summary>
    /// At given times since the start, each by a free connection, up to the end; latency counts from there.
    /// </summary>
    public void StartAt(IReadOnlyList<Duration> arrivals, Duration length)
    {
        Started = bench.Sim.Now;
        _stop = Started + length;
        _isThrottled = true;
        _start.Ring();
        bench.Sim.Start(Throttle(arrivals));
    }

    public double Percentile(double p)
    {
        var sorted = _latencies.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(p / 100 * sorted.Length))];
    }

    private async SimTask Client(bool reconnects)
    {
        var connection = await Dial();
        _connected++;
        if (connection is null) return;
        await _start;
        if (_isThrottled)
        {
            _free.Enqueue(connection);
            return;
        }

        while (bench.Sim.Now < _stop)
        {
            if (!connection.IsOpen && await Dial() is { } again) connection = again;
            if (!await Transact(connection, null)) return;
            if (reconnects) connection.Close();
        }

        connection.Close();
    }

    private async SimTask<IConnection?> Dial() => (await database.Connect(Bench.App)).Connection;

    private async SimTask Throttle(IReadOnlyList<Duration> arrivals)
    {
        foreach (var at in arrivals)
        {
            await bench.Sim.Until(Started + at < bench.Sim.Now ? bench.Sim.Now : Started + at);
            await _freeCount.Acquire();
            if (bench.Sim.Now > _stop) return; // Late ones are not begun after the end.
            bench.Sim.Start(OneOf(_free.Dequeue(), Started + at));
        }
    }

    private async SimTask OneOf(IConnection connection, SimTime scheduled)
    {
        await Transact(connection, scheduled);
        _free.Enqueue(connection);
        _freeCount.Release();
    }

    // False: the connection broke, and its client with it.
    private async SimTask<bool> Transact(IConnection connection, SimTime? scheduled)
    {
        var began = scheduled;
        foreach (var statement in script)
        {
            await _thread.Run(HalfStatement);
            began ??= bench.Sim.Now;
            if (await connection.Query(statement) is not null) return false;
            await _thread.Run(HalfStatement);
        }

        Ended = bench.Sim.Now;
        _latencies.Add((Ended - began!.Value).TotalMilliseconds);
        return true;
    }
}
