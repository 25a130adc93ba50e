using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>One run of simple_collapse_sim with the simulator's own clients.</summary>
internal sealed class CollapseReplay : IAttempts<CollapseReplay.Visit>
{
    private const int Seconds = 80;
    private const int Retries = 2;

    private static readonly Duration Network = Duration.FromMilliseconds(100);
    private static readonly Duration Patience = Duration.FromSeconds(3);
    private static readonly Duration Alone = Duration.FromSeconds(1);
    private static readonly Duration ForEachAtWork = Duration.FromMilliseconds(10);

    private readonly Simulation _sim;
    private readonly RandomStream _network;
    private readonly Caller _caller;
    private readonly Func<double, double> _rate;
    private readonly RandomStream _arrivals;
    private readonly long[][] _counts = [.. Enum.GetValues<Counter>().Select(_ => new long[Seconds + 1])];

    public CollapseReplay(bool isSpike, bool hasBackoff, int replication)
    {
        _sim = new Simulation(seed: 1, replication);
        _network = _sim.Stream("network");
        (_rate, _arrivals) = (isSpike ? Spike : Ramp, _sim.Stream("arrivals"));

        // The recorded client doubles its 10 s before it uses them the first time.
        var backoff = new BackoffOptions { Base = Duration.FromSeconds(20), Max = Duration.FromSeconds(1_000) };
        _caller = new Caller(_sim, new ClientOptions
        {
            Name = "clients",
            AttemptTimeout = Patience,
            Retries = new RetryOptions { Max = Retries, Backoff = hasBackoff ? backoff : null },
        });
    }

    /// <summary>What is counted in every second.</summary>
    public enum Counter
    {
        Starts,
        Successes,
        Retries,
        Timeouts,
    }

    /// <summary>One call.</summary>
    internal sealed class Visit
    {
        public int Attempts { get; set; }
    }

    /// <summary>Requests in the server.</summary>
    public int Concurrency { get; private set; }

    public static Counter? CounterOf(string column) => column switch
    {
        "starts/s" => Counter.Starts,
        "successes/s" => Counter.Successes,
        "retries/s" => Counter.Retries,
        "timeouts/s" => Counter.Timeouts,
        _ => null,
    };

    /// <summary>By second.</summary>
    public ReadOnlySpan<long> Counts(Counter counter) => _counts[(int)counter];

    public void Run()
    {
        _sim.Start(Arrive());
        _sim.RunUntil(SimTime.Zero + Duration.FromSeconds(Seconds));
    }

    public Wait<Outcome> Send(Visit call)
    {
        call.Attempts++;
        var answer = _sim.Rent<Outcome>();
        _sim.Start(Serve(answer));
        _sim.Start(Watch(call.Attempts, answer));
        return answer;
    }

    // Calls per second, by the time in seconds: SpikeLoadGenerator and RampUpDownLoadGenerator.
    private static double Spike(double at) => at is < 20 or > 25 ? 40 : 80;

    private static double Ramp(double at) => 80 - (1.6 * Math.Abs(at - 25));

    /// <summary>As there, a gap is of the rate at its beginning.</summary>
    private async SimTask Arrive()
    {
        await _sim.Delay(Duration.FromMilliseconds(10));
        while (true)
        {
            Count(Counter.Starts);
            _sim.Start(_caller.Call(this, new Visit()));
            var rate = _rate(_sim.Now.TotalSeconds);
            if (rate <= 0) return;
            await _sim.Delay(Duration.FromSeconds(_arrivals.NextExponential(1 / rate)));
        }
    }

    private async SimTask Serve(Wait<Outcome> answer)
    {
        await _sim.Delay(_network.NextExponential(Network));
        Concurrency++;
        await _sim.Delay(Alone + (ForEachAtWork * Concurrency));
        Concurrency--;
        await _sim.Delay(_network.NextExponential(Network));
        if (answer.TryAnswer(Outcome.Ok)) Count(Counter.Successes);
    }

    /// <summary>A retry is counted when it is decided on, before its pause.</summary>
    private async SimTask Watch(int attempt, Wait<Outcome> answer)
    {
        await _sim.Delay(Patience);
        if (!answer.IsOpen) return;
        Count(Counter.Timeouts);
        if (attempt <= Retries) Count(Counter.Retries);
    }

    private void Count(Counter counter) => _counts[(int)counter][(int)_sim.Now.TotalSeconds]++;
}
