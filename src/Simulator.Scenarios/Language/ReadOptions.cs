using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>
/// What is laid over a scenario file: defaults &lt; file &lt; overlays &lt; variant &lt; overrides, each in order.
/// </summary>
public sealed record ReadOptions
{
    /// <summary>Files of the same form, each with only what differs.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>Which variant <see cref="ReadResult.Selected"/> is; null: the file as it stands.</summary>
    public string? Variant { get; init; }

    /// <summary>--set and --unset in the order of the command line.</summary>
    public ImmutableArray<Override> Overrides { get; init; } = [];

    /// <summary>Where relative names of data files start when the scenario is a text; null: nowhere.</summary>
    public string? Folder { get; init; }
}

/// <summary>One --set path=value or --unset path.</summary>
public readonly record struct Override(string Text, bool IsUnset)
{
    public static Override Set(string pathAndValue) => new(pathAndValue, IsUnset: false);

    public static Override Unset(string path) => new(path, IsUnset: true);

    internal string Option => IsUnset ? "--unset" : "--set";
}
