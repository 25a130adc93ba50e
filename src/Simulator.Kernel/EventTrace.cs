using System.Globalization;

namespace Simulator.Kernel;

/// <summary>Where a run first differed from the recorded one; null stands for the end of that side.</summary>
public sealed record TraceDifference(long EventNumber, string? Expected, string? Actual)
{
    public override string ToString() =>
        $"event {EventNumber}: expected {Expected ?? "the end"}, got {Actual ?? "the end"}";
}

/// <summary>
/// The running hash of a run's events; on request it writes them down or compares them with a recording.
/// </summary>
/// <param name="writer">Takes one line an event: nanoseconds, sequence number, code, label.</param>
/// <param name="expected">Lines written earlier; the run stops at the first that differs.</param>
public sealed class EventTrace(TextWriter? writer = null, TextReader? expected = null)
{
    private const ulong FnvPrime = 0x100000001B3; // Fowler, Noll and Vo, FNV-1a 64.
    private ulong _hash = 0xCBF29CE484222325;

    public long Events { get; private set; }

    /// <summary>Equal for equal sequences of (time, sequence, label, code); stable across versions of .NET.</summary>
    public ulong Hash => SplitMix64.Mix(_hash);

    public TraceDifference? FirstDifference { get; private set; }

    /// <summary>After the run: a recording that goes on is a difference too.</summary>
    public void Finish()
    {
        writer?.Flush();
        if (FirstDifference is null && expected?.ReadLine() is { } more)
            FirstDifference = new TraceDifference(Events + 1, more, null);
    }

    /// <summary>False when the run should stop.</summary>
    internal bool Record(long time, long sequence, string label, int code)
    {
        Events++;
        _hash = SplitMix64.Mix(_hash ^ (ulong)time);
        _hash = SplitMix64.Mix(_hash ^ (ulong)sequence);
        _hash = SplitMix64.Mix(_hash ^ (uint)code);
        foreach (var c in label) _hash = (_hash ^ c) * FnvPrime;
        if (writer is null && expected is null) return true;
        var line = string.Create(CultureInfo.InvariantCulture, $"{time} {sequence} {code} {label}");
        writer?.WriteLine(line);
        if (expected is null || FirstDifference is not null) return true;
        var wanted = expected.ReadLine();
        if (wanted == line) return true;
        FirstDifference = new TraceDifference(Events, wanted, line);
        return false;
    }
}
