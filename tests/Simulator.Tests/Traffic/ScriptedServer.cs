using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Traffic;

namespace Simulator.Tests.Traffic;

/// <summary>Answers a caller's attempts as a script says: after how long, and how.</summary>
internal sealed class ScriptedServer(Simulation sim, Func<int, (Duration After, Outcome Outcome)> script)
    : IAttempts<int>
{
    /// <summary>When each attempt was sent.</summary>
    public List<SimTime> Sent { get; } = [];

    public Wait<Outcome> Send(int call)
    {
        var answer = sim.Rent<Outcome>();
        var (after, outcome) = script(Sent.Count);
        Sent.Add(sim.Now);
        sim.Start(Answer(answer, after, outcome));
        return answer;
    }

    private async SimTask Answer(Wait<Outcome> answer, Duration after, Outcome outcome)
    {
        if (after > Duration.Zero) await sim.Delay(after);
        answer.TryAnswer(outcome);
    }
}
