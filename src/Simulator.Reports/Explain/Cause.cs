using System.Collections.Immutable;

namespace Simulator.Reports.Explain;

/// <summary>A link of the chain from a latency to what makes it.</summary>
/// <param name="Text">A sentence with its numbers.</param>
/// <param name="Remedy">What would take this link away; null: nothing that a value says.</param>
public sealed record Cause(string Text, Remedy? Remedy = null);

/// <summary>A change of the scenario that takes a cause away, to see what is left without it.</summary>
/// <param name="Words">As in "tried …": <c>without the CPU limit of pdf</c>.</param>
/// <param name="Changes">Paths as <c>--set</c> has them, and what they become; null: they are removed.</param>
public sealed record Remedy(string Words, ImmutableArray<(string Path, string? Value)> Changes)
{
    public static Remedy Set(string words, string path, string value) => new(words, [(path, value)]);

    public static Remedy Unset(string words, params ReadOnlySpan<string> paths)
    {
        var changes = ImmutableArray.CreateBuilder<(string, string?)>();
        foreach (var path in paths) changes.Add((path, null));
        return new Remedy(words, changes.ToImmutable());
    }
}
