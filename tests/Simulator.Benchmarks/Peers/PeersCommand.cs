using System.Diagnostics;
using Simulator.Kernel;

namespace Simulator.Benchmarks.Peers;

/// <summary>Side by side in one process: who serves how many customers a second, and what it allocates for each.</summary>
public static class PeersCommand
{
    private const ulong Seed = 42;

    private sealed record Contender(string Name, Func<long, Mm1Result> Run)
    {
        public List<double> Rates { get; } = [];

        public Mm1Result Last { get; set; }
    }

    public static int Run(string[] args)
    {
        var customers = Number(args, "--customers", 10_000_000);
        var rounds = (int)Number(args, "--rounds", 5);
        var patience = Duration.FromSeconds(3600);
        Contender[] contenders =
        [
            new("bare loop, PriorityQueue", n => BareLoop.Run(n, Seed)),
            new("bare loop, DequeueEnqueue", n => BareLoop.RunReplacing(n, Seed)),
            new("event style", n => EventStyle.Run(n, Seed)),
            new("process only", n => ProcessStyle.Run(n, Seed, null)),
            new("process style, patience 1 h", n => ProcessStyle.Run(n, Seed, patience)),
        ];
        var only = Array.IndexOf(args, "--only");
        if (only >= 0) contenders = [.. contenders.Where(c => c.Name.Contains(args[only + 1], StringComparison.Ordinal))];
        foreach (var c in contenders) c.Run(100_000); // Warms the pools and the compiler.
        for (var round = 0; round < rounds; round++)
            foreach (var c in contenders) Measure(c, customers);
        Print(contenders, customers);
        return 0;
    }

    private static void Measure(Contender c, long customers)
    {
        var clock = Stopwatch.StartNew();
        c.Last = c.Run(customers);
        c.Rates.Add(customers / clock.Elapsed.TotalSeconds);
    }

    private static void Print(Contender[] contenders, long customers)
    {
        var bare = contenders.Take(2).Max(c => Median(c.Rates));
        Console.WriteLine($"{"contender",-30} {"M/s",8} {"min",8} {"max",8} {"/bare",8} {"bytes/c",9} {"mean ms",9}");
        foreach (var c in contenders)
            Console.WriteLine(
                $"{c.Name,-30} {Median(c.Rates) / 1e6,8:0.00} {c.Rates.Min() / 1e6,8:0.00} {c.Rates.Max() / 1e6,8:0.00} " +
                $"{Median(c.Rates) / bare,8:0.00} {c.Last.BytesInSteadyState / (0.9 * customers),9:0.000} " +
                $"{c.Last.MeanMilliseconds,9:0.0000}");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static long Number(string[] args, string name, long fallback)
    {
        var i = Array.IndexOf(args, name);
        return i >= 0 && i + 1 < args.Length ? long.Parse(args[i + 1]) : fallback;
    }
}
