using System.Runtime.CompilerServices;
using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Recording;

/// <summary>Where the time of one request went; the parts add up to its latency.</summary>
/// <remarks>
/// A request is in one step at a time. A step that runs on several threads ends with the last of them, so that one's
/// account is the step's: what the others did meanwhile made nobody wait.
/// </remarks>
public struct TimeAccount : IEquatable<TimeAccount>
{
    public const int Parts = (int)TimePart.Unfinished + 1;

    private Times _times;

    public readonly Duration this[TimePart part] => new(_times[(int)part]);

    public readonly Duration Total
    {
        get
        {
            var total = 0L;
            foreach (var time in _times) total += time;
            return new Duration(total);
        }
    }

    public void Add(TimePart part, Duration time) => _times[(int)part] += time.Nanoseconds;

    public void Add(in CpuShare share)
    {
        Add(TimePart.Queued, share.Queued);
        Add(TimePart.Running, share.Running);
        Add(TimePart.Runnable, share.Runnable);
        Add(TimePart.Throttled, share.Throttled);
    }

    internal void Add(in TimeAccount other)
    {
        for (var part = 0; part < Parts; part++) _times[part] += other._times[part];
    }

    /// <summary>At the end of the run: what is missing to the latency so far is the step it is in.</summary>
    public readonly TimeAccount CutShortAt(Duration latency)
    {
        var cut = this;
        cut.Add(TimePart.Unfinished, latency - Total);
        return cut;
    }

    public static bool operator ==(in TimeAccount a, in TimeAccount b) => a.Equals(b);

    public static bool operator !=(in TimeAccount a, in TimeAccount b) => !a.Equals(b);

    public readonly bool Equals(TimeAccount other) => ((ReadOnlySpan<long>)_times).SequenceEqual(other._times);

    public override readonly bool Equals(object? obj) => obj is TimeAccount other && Equals(other);

    public override readonly int GetHashCode() => Total.GetHashCode();

    /// <summary>Nanoseconds in the order of <see cref="TimePart"/>.</summary>
    public override readonly string ToString() => string.Join('+', ((ReadOnlySpan<long>)_times).ToArray());

    [InlineArray(Parts)]
    private struct Times
    {
        private long _first;
    }
}
