using System.Collections.Immutable;
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

/// <summary>All chances of a client's requests.</summary>
internal sealed class RequestDice(Simulation sim, Endpoint endpoint, string name)
{
    private readonly ImmutableArray<StepDice> _steps =
        [.. endpoint.Steps.Select((s, i) => new StepDice(sim, s, $"{name}/steps/{i}"))];

    private readonly RandomStream _routing = sim.Stream($"{name}/routing");

    /// <summary>Fills in those of the steps; the routing's, in [0, 1), is returned.</summary>
    public double Throw(Span<StepChance> steps)
    {
        for (var i = 0; i < steps.Length; i++) steps[i] = _steps[i].Throw();
        return _routing.NextDouble();
    }
}
