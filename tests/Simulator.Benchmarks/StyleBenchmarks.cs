using BenchmarkDotNet.Attributes;
using Simulator.Benchmarks.Peers;
using Simulator.Kernel;

namespace Simulator.Benchmarks;

/// <summary>M/M/1 at ρ = 0.9, a customer an operation, in each style of writing a model.</summary>
[MemoryDiagnoser]
public class StyleBenchmarks
{
    private const int Customers = 1_000_000;

    [Benchmark(Baseline = true, OperationsPerInvoke = Customers)]
    public double Bare() => BareLoop.Run(Customers, 1).MeanMilliseconds;

    [Benchmark(OperationsPerInvoke = Customers)]
    public double Events() => EventStyle.Run(Customers, 1).MeanMilliseconds;

    [Benchmark(OperationsPerInvoke = Customers)]
    public double Processes() => ProcessStyle.Run(Customers, 1, null).MeanMilliseconds;

    [Benchmark(OperationsPerInvoke = Customers)]
    public double ProcessesWithPatience() =>
        ProcessStyle.Run(Customers, 1, Duration.FromSeconds(3600)).MeanMilliseconds;
}
