using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Simulator.Kernel;
using Simulator.Scenarios.Language;

namespace Simulator.Benchmarks;

/// <summary>
/// Feeds the scenario reader with mutations of a corpus; the n-th input is a pure function of (corpus, seed, n).
/// </summary>
/// <param name="folder">Of the language's tests, with Good, Bad and the Data that they name.</param>
/// <param name="seed">Of all mutations.</param>
public sealed class ScenarioFuzz(string folder, ulong seed)
{
    // Good ones often, so that many mutations get past the parser.
    private readonly List<byte[]> _corpus =
        [.. Enumerable.Repeat(Files(folder, "Good"), 20).SelectMany(f => f), .. Files(folder, "Bad")];

    private readonly string _data = Path.Combine(folder, "Good");

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ": ", "- ", "\n", "\t", "  ", "#", "\"", "'", "|", ">", "&a ", "*a", "<<: ", "!!str ",
        "---\n",
        "...", "? ", ",", "\0", "\u0085", "\u2028", "\uFEFF", "🦊", "é", "%YAML 1.1\n", "@", "`", "null", "~", "true",
        "0x1F", "1e999", "-1", "1e9", "99999999999999999999999", ".inf", ".nan", "500m", "128Mi", "25%", "10/s",
        "1e12/s",
        "-5s", "9999999h", "1ns", "p99 < 1s", "p50", "p99", "distribution: exponential", "mean: ", "services.pdf",
        "{{{{{{{{{{", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "x-", "unset: [", "set: {", "variants:", "*.*.*",
        "\\u0000", "\\x", "\r",
    ];

    private static readonly string[] Overrides =
    [
        "services.pdf.replicas=", "services.*.replicas=2", "run.duration=", "clients.*.arrival.rate=",
        "*.*.*=", "a", "=",
        "..=",
        "services.\"", "services.\"pdf\".runtime={threads: 3}", "thresholds=", "variants.x=1",
        "run.seed=1e3", "run=[", "run={a: *b}",
    ];

    /// <summary>How long the slowest input took so far.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>How many inputs were valid scenarios.</summary>
    public int Valid { get; private set; }

    /// <summary>The n-th input.</summary>
    public byte[] Input(int n)
    {
        var random = new RandomStream(seed, n, "fuzz");
        var bytes = new List<byte>(_corpus[random.NextInt(_corpus.Count)]);
        for (var left = random.NextInt(2) == 0 ? 1 : 1 + random.NextInt(6); left > 0; left--) Mutate(bytes, random);
        return [.. bytes];
    }

    /// <summary>Null, or what is wrong with the reader's answer to the n-th input.</summary>
    public string? Try(int n)
    {
        var random = new RandomStream(seed, n, "options");
        var options = random.NextInt(4) > 0 ? new ReadOptions { Folder = _data } : new ReadOptions
        {
            Folder = _data,
            Variant = random.NextInt(2) == 0 ? "no-limit" : null,
            Overrides = [new Override(
                Overrides[random.NextInt(Overrides.Length)] + Tokens[random.NextInt(Tokens.Length)],
                random.NextInt(3) == 0)],
        };
        var watch = Stopwatch.StartNew();
        string? mistake;
        try
        {
            mistake = Judge(ScenarioReader.ReadBytes(Input(n), options: options));
        }
        catch (Exception e)
        {
            mistake = e.ToString();
        }

        Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
        return mistake;
    }

    private static List<byte[]> Files(string folder, string kind) =>
    [
        .. Directory.GetFiles(Path.Combine(folder, kind), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];

    private string? Judge(ReadResult result)
    {
        foreach (var d in result.Diagnostics)
        {
            if (d.Position.Line < 1 || d.Position.Column < 1) return $"no position: {d}";
            if (!Regex.IsMatch(d.Code, "^[a-z-]+$") || d.Message.Length is 0 or > 2000) return $"not an answer: {d}";
            if (d.ToString().Any(char.IsControl)) return $"control characters: {d}";
        }

        if (!result.IsValid) return result.Selected is null ? null : "a scenario in spite of mistakes";
        if (result.Selected is not { } scenario) return "no scenario and no mistake";
        Valid++;
        var again = ScenarioReader.ReadText(scenario.Render(), options: new ReadOptions { Folder = _data });
        return again.Baseline?.Sha256 == scenario.Sha256
            ? null
            : $"does not read back: {string.Join('\n', again.Diagnostics)}\n{scenario.Render()}";
    }

    private void Mutate(List<byte> bytes, RandomStream random)
    {
        var at = random.NextInt(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, random.NextInt(random.NextInt(8) == 0 ? 400 : 12));
        switch (random.NextInt(11))
        {
            case 0 when bytes.Count > 0:
                bytes[Math.Min(at, bytes.Count - 1)] = (byte)random.NextInt(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.NextInt(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3:
                var other = _corpus[random.NextInt(_corpus.Count)];
                var from = random.NextInt(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.NextInt(300))).ToArray());
                break;
            case 4:
                SwapLines(bytes, random);
                break;
            case 5:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.NextInt(Tokens.Length)]));
                break;
            case 6 when random.NextInt(20) == 0:
                var repeated = Encoding.UTF8.GetBytes(Tokens[random.NextInt(Tokens.Length)]);
                for (var times = random.NextInt(3000); times > 0; times--) bytes.InsertRange(at, repeated);
                break;
            case 7 or 8 or 9:
                ReplaceDigit(bytes, random);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.NextInt(Tokens.Length)]));
                break;
        }
    }

    // Keeps most scenarios valid, so that what comes after the parser is met too.
    private static void ReplaceDigit(List<byte> bytes, RandomStream random)
    {
        if (bytes.Count == 0) return;
        var at = bytes.FindIndex(random.NextInt(bytes.Count), b => b is >= (byte)'0' and <= (byte)'9');
        if (at >= 0) bytes[at] = (byte)('0' + random.NextInt(10));
    }

    private static void SwapLines(List<byte> bytes, RandomStream random)
    {
        var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
        var (a, b) = (random.NextInt(lines.Length), random.NextInt(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }
}
