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

    private readonly ImmutableArray<PartDice> _parts =
        [.. step.Query?.Parts.Select((p, i) => new PartDice(sim, p, $"{name}/queries/{i}")) ?? []];

    /// <param name="queries">What the request kept from its last use of this step.</param>
    public StepChance Throw(Duration[]? queries) => new(
        step.Length.Sample(_length), _host?.NextDouble() ?? 0, _reuse?.NextDouble() ?? 0, ThrowParts(queries));

    private Duration[]? ThrowParts(Duration[]? lengths)
    {
        if (_parts.IsEmpty) return null;
        var size = _parts.Length * QueryPart.Lengths;
        if (lengths?.Length != size) lengths = new Duration[size];
        for (var i = 0; i < _parts.Length; i++) _parts[i].Throw(lengths.AsSpan(i * QueryPart.Lengths));
        return lengths;
    }

    private sealed class PartDice(Simulation sim, QueryPart part, string name)
    {
        private readonly RandomStream _cpu = sim.Stream(name + "/cpu");
        private readonly RandomStream _time = sim.Stream(name + "/time");
        private readonly RandomStream _shared = sim.Stream(name + "/shared");

        public void Throw(Span<Duration> lengths)
        {
            lengths[0] = part.Cpu.Sample(_cpu);
            lengths[1] = part.Time.Sample(_time);
            lengths[2] = part.Shared.Sample(_shared);
        }
    }
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
        for (var i = 0; i < steps.Length; i++) steps[i] = _steps[i].Throw(steps[i].Queries);
        return _routing.NextDouble();
    }
}
