using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Traffic;

/// <summary>The chances of one step of a client's requests: a stream for each, so that none shifts another.</summary>
internal sealed class StepDice(Simulation sim, Step step, string name)
{
    private readonly RandomStream _length = sim.Stream(name);
    private readonly RandomStream? _host = step.Host is null ? null : sim.Stream(name + "/host");
    private readonly RandomStream? _reuse = step.Host is null ? null : sim.Stream(name + "/reuse");

    public StepChance Throw() =>
        new(step.Length.Sample(_length), _host?.NextDouble() ?? 0, _reuse?.NextDouble() ?? 0);
}
