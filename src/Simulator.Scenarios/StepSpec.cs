using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>One step of a request.</summary>
public abstract record StepSpec
{
    private protected StepSpec()
    {
    }

    /// <summary>Unique in its endpoint; the step's metrics are named by it.</summary>
    public string? Name { get; init; }

    /// <summary>The key that makes it what it is.</summary>
    internal string Kind => this switch
    {
        CpuStepSpec => "cpu",
        WaitStepSpec => "wait",
        CallStepSpec => "call",
        DnsStepSpec => "dns",
        QueryStepSpec => "query",
        _ => "transaction",
    };

    internal static Shape<StepSpec> Shape { get; } = new UnionShape<StepSpec>(
        "step",
        "One step of a request: CPU time, waiting, a lookup, a call, a query, or a transaction.",
        [
            CpuStepSpec.Shape, WaitStepSpec.Shape, DnsStepSpec.Shape, CallStepSpec.Shape, QueryStepSpec.Shape,
            TransactionStepSpec.Shape,
        ])
    {
        Choose = Choose,
    };

    /// <summary>What it does, recorded nowhere.</summary>
    /// <exception cref="InvalidOperationException">It takes more than threads and time.</exception>
    internal Step ToStep() => this switch
    {
        CpuStepSpec cpu => new Step
        {
            Kind = StepKind.Cpu,
            Length = cpu.Cpu.ToDistribution(),
            Parallelism = cpu.Parallelism,
        },
        WaitStepSpec wait => new Step { Kind = StepKind.Wait, Length = wait.Wait.ToDistribution() },
        _ => throw new InvalidOperationException($"{GetType().Name} takes more than threads and time."),
    };

    /// <summary>The kinds by the key that each must have; the other keys that only one of them has.</summary>
    private static (string Key, Shape<StepSpec> Shape, string[] Own)[] Kinds =>
    [
        ("query", QueryStepSpec.Shape, ["time", "lock", "shared"]),
        ("transaction", TransactionStepSpec.Shape, ["queries"]),
        ("cpu", CpuStepSpec.Shape, ["parallelism"]),
        ("wait", WaitStepSpec.Shape, []),
        ("dns", DnsStepSpec.Shape, ["names"]),
        ("call", CallStepSpec.Shape, ["latency", "keepAlive"]),
    ];

    private protected static string? NameOf(Fields f) =>
        f.Maybe("name", Is.Name, "Gives the step metrics of its own, and a name for --set.");

    private static Shape<StepSpec>? Choose(Node node, NodePath path, ReadContext cx)
    {
        if (node is not MapNode map)
        {
            cx.Error(
                node, "wrong-type", path,
                "expected a step, {cpu: 5ms}, {wait: 5ms}, {dns: api.stripe.com}, {call: api.stripe.com, latency: "
                    + $"80ms}} or {{query: pg, time: 5ms}}, found {ReadContext.Kind(node)}");
            return null;
        }

        var given = Kinds.Where(k => map.FindEntry(k.Key) is not null).ToList();
        if (given.Count > 0 && given[0].Key == "query") given.RemoveAll(k => k.Key == "cpu"); // Of the database.
        if (given.Count > 1)
        {
            cx.Error(
                map.FindEntry(given[1].Key)!.Value.KeyPosition, "one-of", path,
                $"a step is either {given[0].Key} or {given[1].Key}: make two steps of it");
            return null;
        }

        if (given.Count == 1) return given[0].Shape;
        var keys = map.Entries.Select(e => e.Key).Where(k => !Names.IsExtension(k) && k != "name").ToList();
        if (Array.Find(Kinds, k => k.Own.Any(keys.Contains)).Shape is { } meant) return meant;
        if (keys.Count > 0) return CpuStepSpec.Shape;
        cx.Error(map, "one-of", path, "a step needs cpu, wait, dns, call, query or transaction");
        return null;
    }
}

/// <summary>Burns CPU time, and with it quota.</summary>
public sealed record CpuStepSpec : StepSpec
{
    /// <summary>The step's whole CPU time, split evenly over <see cref="Parallelism"/> threads.</summary>
    public required DistributionSpec<Duration> Cpu { get; init; }

    public int Parallelism { get; init; } = 1;

    internal static new Shape<StepSpec> Shape { get; } = new ObjectShape<StepSpec>(
        "cpuStep",
        "Burns CPU time, and with it quota.",
        f => new CpuStepSpec
        {
            Name = NameOf(f),
            Cpu = f.Required(
                "cpu", Chance.Duration, "The step's whole CPU time: a time, {p50, p99}, or a distribution by name."),
            Parallelism = f.Optional(
                "parallelism", Is.Int(1, 1024, "no pod has so many threads"), 1,
                "Splits the CPU time evenly over so many threads; the step ends with the last."),
        });
}

/// <summary>Waits without burning CPU.</summary>
public sealed record WaitStepSpec : StepSpec
{
    public required DistributionSpec<Duration> Wait { get; init; }

    internal static new Shape<StepSpec> Shape { get; } = new ObjectShape<StepSpec>(
        "waitStep",
        "Waits without burning CPU.",
        f => new WaitStepSpec
        {
            Name = NameOf(f),
            Wait = f.Required("wait", Chance.Duration, "How long: a time, {p50, p99}, or a distribution by name."),
        });
}
