using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Traffic;

/// <summary>Users who think, send a request, wait for its answer or their timeout, and think again.</summary>
public sealed class ClosedLoop
{
    /// <summary>
    /// An answer in no time and no thought would stop the clock; a refusal costs a round trip at least.
    /// </summary>
    private static Duration LeastPause => Duration.FromMilliseconds(1);

    private readonly Simulation _sim;
    private readonly Client _client;
    private readonly Distribution _think;
    private readonly SimTime _end;

    /// <param name="sim">The run.</param>
    /// <param name="client">Whose requests they are.</param>
    /// <param name="concurrency">Users, each with one request at a time; all begin by thinking.</param>
    /// <param name="think">From an answer to the same user's next request.</param>
    /// <param name="end">Of the run: nobody sends then, or later.</param>
    public ClosedLoop(Simulation sim, Client client, int concurrency, Distribution think, SimTime end)
    {
        (_sim, _client, _think, _end) = (sim, client, think, end);
        for (var i = 0; i < concurrency; i++)
            sim.Start(Use(sim.Stream($"clients/{client.Options.Name}/users/{i}")));
    }

    private async SimTask Use(RandomStream stream)
    {
        await _sim.Delay(_think.Sample(stream));
        while (_sim.Now < _end)
        {
            var sent = _sim.Now;
            var answer = _sim.Rent<Outcome>();
            var request = _client.Call(work: null, answer);
            var heard = await answer.Within(_client.Patience);
            if (heard.TimedOut) _client.GiveUp(request!);

            var pause = _think.Sample(stream);
            if (_sim.Now + pause == sent) pause = LeastPause;
            await _sim.Delay(pause);
        }
    }
}
