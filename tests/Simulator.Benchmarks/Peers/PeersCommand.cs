using Simulator.Kernel;

namespace Simulator.Benchmarks.Peers;

/// <summary>Side by side in one run: who serves how many customers a second, and what it allocates for each.</summary>
public static class PeersCommand
{
    private const ulong Seed = 42;
    private const string Usage = "peers [--customers N] [--rounds N] [--only PART-OF-NAME] [--no-simpy]";

    private sealed record Contender(string Name, Func<long, Mm1Result> Run, double Target = 0)
    {
        public List<double> Rates { get; } = [];

        public Mm1Result Last { get; set; }

        public double Median => Rates.Order().ElementAt(Rates.Count / 2);
    }

    public static int Run(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(Usage);
            return 0;
        }

        var customers = Number(args, "--customers", 10_000_000);
        var rounds = Number(args, "--rounds", 5);
        Contender[] contenders =
        [
            new("bare loop, PriorityQueue", n => BareLoop.Run(n, Seed)),
            new("bare loop, DequeueEnqueue", n => BareLoop.RunReplacing(n, Seed)),
            new("event style", n => EventStyle.Run(n, Seed), Target: 0.9),
            new("process style", n => ProcessStyle.Run(n, Seed, null), Target: 0.55),
            new("process style, patience 1 h", n => ProcessStyle.Run(n, Seed, Duration.FromSeconds(3600))),
        ];
        var only = Array.IndexOf(args, "--only");
        if (only >= 0)
            contenders = [.. contenders.Where(c => c.Name.Contains(args[only + 1], StringComparison.Ordinal))];

        Console.WriteLine(
            $"M/M/1, ρ = 0.9, {customers:N0} customers, medians of {rounds} interleaved rounds, " +
            "the same draws on every side, per second of processor time");
        foreach (var c in contenders) c.Run(100_000); // Warms the pools; the compiler has no tiers here.
        for (var round = 0; round < rounds; round++)
            foreach (var c in contenders) Measure(c, customers);
        Print(contenders, customers);
        if (!args.Contains("--no-simpy")) PrintSimPy(contenders);
        return contenders.All(c =>
            Math.Abs(c.Last.MeanMilliseconds / contenders[0].Last.MeanMilliseconds - 1) < 1e-6) ? 0 : 1;
    }

    // Processor time and not the wall clock: a busy neighbour then disturbs less. All of them are single-threaded.
    private static void Measure(Contender c, long customers)
    {
        var before = Environment.CpuUsage.TotalTime;
        c.Last = c.Run(customers);
        c.Rates.Add(customers / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static void Print(Contender[] contenders, long customers)
    {
        var (plain, best) = (contenders[0].Median, contenders.Take(2).Max(c => c.Median));
        Console.WriteLine(
            $"{"",-28} {"M/s",7} {"min",7} {"max",7} " +
            $"{"/plain",7} {"/best",7} {"target",7} {"bytes/c",8} {"mean ms",9}");
        foreach (var c in contenders)
            Console.WriteLine(
                $"{c.Name,-28} {c.Median / 1e6,7:0.00} {c.Rates.Min() / 1e6,7:0.00} {c.Rates.Max() / 1e6,7:0.00} " +
                $"{c.Median / plain,7:0.00} {c.Median / best,7:0.00} {(c.Target > 0 ? $"{c.Target:0.00}" : ""),7} " +
                $"{(c.Last.BytesInSteadyState is { } b ? $"{b / (0.9 * customers):0.000}" : ""),8} " +
                $"{c.Last.MeanMilliseconds,9:0.0000}");
        Console.WriteLine(
            $"(plain: Dequeue and Enqueue; best: the faster of the two loops; mean in theory {Mm1.Expected:0.0000})");
    }

    private static void PrintSimPy(Contender[] contenders)
    {
        const int customers = 200_000; // It does about 100,000 a second.
        if (SimPyPeer.Run(customers, out var why) is not { } simPy)
        {
            Console.WriteLine($"SimPy {why}");
            return;
        }

        Console.WriteLine(
            $"{simPy.Name,-28} {simPy.Rate / 1e6,7:0.000} ({customers:N0} customers, mean {simPy.Mean:0.00} ms)");
        foreach (var c in contenders.Where(c => c.Target > 0))
            Console.WriteLine($"{c.Name} is {c.Median / simPy.Rate:0} × SimPy");
    }

    private static long Number(string[] args, string name, long fallback)
    {
        var i = Array.IndexOf(args, name);
        return i >= 0 && i + 1 < args.Length ? long.Parse(args[i + 1]) : fallback;
    }
}
