using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Simulator.Kernel;

namespace Simulator.Benchmarks;

/// <summary>
/// <c>kill-sweep [--count N] [--seed N]</c>: a sweep that was killed at any moment ends, when it is called again, with
/// the same bytes as one that was not.
/// </summary>
public sealed class KillSweep : IDisposable
{
    private const string Scenario = """
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: killed}
        run: {duration: 10m, warmup: 10s, replications: 3, seed: 42}
        nodes: {worker: {cpus: 4}}
        services:
          pdf:
            resources: {limits: {cpu: 500m}}
            runtime: {threads: 4}
            endpoints: {render: {steps: [{cpu: {distribution: exponential, mean: 20ms}, parallelism: 2}]}}
        clients:
          users: {target: pdf/render, arrival: {process: poisson, rate: 15/s}}
        thresholds:
          pdf.render.latency: ["p99 < 500ms"]
          pdf.cpu.throttled_ratio: ["value < 25%"]
        """;

    private const int Points = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("kill-sweep").FullName;
    private readonly ulong _seed;
    private readonly TimeSpan _whole;

    /// <param name="seed">Of the moments.</param>
    public KillSweep(ulong seed)
    {
        _seed = seed;
        File.WriteAllText(Path.Combine(_folder, "scenario.yaml"), Scenario);
        var watch = Stopwatch.StartNew();
        using (var sweep = Start("unbroken"))
        {
            sweep.WaitForExit();
            if (sweep.ExitCode != 0) throw new InvalidOperationException($"the sweep ends with {sweep.ExitCode}");
        }

        _whole = watch.Elapsed;
        Unbroken = Sha256(Path.Combine(_folder, "unbroken"));
    }

    /// <summary>Of the names and contents of all files that the unbroken sweep leaves.</summary>
    public string Unbroken { get; }

    /// <summary>0 when all sweeps end alike.</summary>
    public static int Run(string[] args)
    {
        var count = int.Parse(Option(args, "--count") ?? "50", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Option(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        using var driver = new KillSweep(seed);
        var kept = new SortedDictionary<int, int>();
        for (var n = 0; n < count; n++)
        {
            var (points, sha256) = driver.Try(n);
            kept[points] = kept.GetValueOrDefault(points) + 1;
            if (sha256 == driver.Unbroken) continue;
            Console.Error.WriteLine($"kill {n} of seed {seed}, {points} points kept: {sha256}, not {driver.Unbroken}");
            return 1;
        }

        var found = string.Join(", ", kept.Select(k => $"{k.Key} ({k.Value}×)"));
        Console.WriteLine(
            $"{count} kills, points kept when killed: {found}; all sweeps end with sha256 {driver.Unbroken}");
        return 0;
    }

    /// <summary>How many points were kept when it was killed, and the sha256 of what the next call made of them.</summary>
    public (int Points, string Sha256) Try(int n)
    {
        var name = $"killed-{n}";
        var points = Path.Combine(_folder, name, ".points");
        var random = new RandomStream(_seed, n, "kill-sweep");
        // Some moments after any of the points, the start and the end of the sweep among them.
        var least = random.NextInt(Points + 1);
        var later = random.NextDouble() * _whole / (least is 0 or Points ? 2 : Points);
        using (var killed = Start(name))
        {
            while (Kept(points) < least && !killed.WaitForExit(1)) ;
            // Not a clean end: SIGKILL, wherever it happens to be.
            if (!killed.WaitForExit(later)) killed.Kill();
            killed.WaitForExit();
        }

        var kept = Kept(points);
        using (var again = Start(name)) again.WaitForExit();
        var folder = Path.Combine(_folder, name);
        var sha256 = Sha256(folder);
        Directory.Delete(folder, recursive: true);
        return (kept, sha256);
    }

    private static int Kept(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Length : 0;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Process Start(string name)
    {
        string[] sweep =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "simulator.dll"), "sweep",
            Path.Combine(_folder, "scenario.yaml"), "--sweep", "services.pdf.resources.limits.cpu=250m..1:250m",
            "--sweep", "services.pdf.runtime.threads=1,4", "--precision", "20%", "--max-replications", "6",
            "--out", Path.Combine(_folder, name),
        ];
        return Process.Start(
            new ProcessStartInfo("dotnet", sweep) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static string Sha256(string folder)
    {
        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            all.Append(CultureInfo.InvariantCulture, $"{hash}  {Path.GetRelativePath(folder, file)}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
