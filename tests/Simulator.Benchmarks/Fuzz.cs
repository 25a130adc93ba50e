using System.Globalization;
using System.Text;

namespace Simulator.Benchmarks;

/// <summary>
/// <c>fuzz [--count N] [--seed N] [--corpus DIR]</c>: no mutation of a scenario may crash or stall the reader.
/// </summary>
public static class Fuzz
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>0 when all inputs got an answer, 1 with the input that did not.</summary>
    public static int Run(string[] args)
    {
        var count = int.Parse(Option(args, "--count") ?? "100000", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Option(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        if ((Option(args, "--corpus") ?? FindCorpus()) is not { } folder)
        {
            Console.Error.WriteLine("no corpus: run inside the repository, or name one with --corpus DIR");
            return 1;
        }

        var fuzz = new ScenarioFuzz(folder, seed);
        var (current, failed) = (0, 0);
        var worker = new Thread(() =>
        {
            for (var n = 0; n < count && failed < 10; n++)
            {
                Volatile.Write(ref current, n);
                if (fuzz.Try(n) is { } mistake) Report(fuzz, n, mistake, ++failed);
            }
        })
        { IsBackground = true };
        worker.Start();
        for (var last = -1; !worker.Join(Patience); last = Volatile.Read(ref current))
        {
            if (last != Volatile.Read(ref current)) continue;
            Report(fuzz, last, $"no answer within {Patience.TotalSeconds} s", 1);
            return 1;
        }

        Console.WriteLine(
            $"{count} inputs, {fuzz.Valid} of them valid, {failed} failed, "
                + $"slowest {fuzz.Slowest.TotalMilliseconds:0} ms, seed {seed}");
        return failed == 0 ? 0 : 1;
    }

    private static void Report(ScenarioFuzz fuzz, int n, string mistake, int number)
    {
        Console.Error.WriteLine($"#{number}: input {n}: {mistake}");
        Console.Error.WriteLine(Encoding.UTF8.GetString(fuzz.Input(n)));
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

    private static string? FindCorpus()
    {
        for (var at = new DirectoryInfo(Environment.CurrentDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "tests", "Simulator.Tests", "Language");
            if (Directory.Exists(folder)) return folder;
        }

        return null;
    }
}
