namespace Simulator.Scenarios;

/// <summary>An amount of memory in bytes.</summary>
public readonly record struct Bytes(long Count) : IComparable<Bytes>
{
    private static readonly string[] Suffixes = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"];

    public int CompareTo(Bytes other) => Count.CompareTo(other.Count);

    /// <summary>In the largest binary unit that divides it: <c>128Mi</c>.</summary>
    public override string ToString()
    {
        for (var i = 0; i < Suffixes.Length; i++)
        {
            var unit = 1L << (10 * (Suffixes.Length - i));
            if (Count != 0 && Count % unit == 0) return $"{Count / unit}{Suffixes[i]}";
        }

        return $"{Count}";
    }
}
