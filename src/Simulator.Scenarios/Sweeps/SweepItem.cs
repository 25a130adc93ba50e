using Simulator.Scenarios.Language;

namespace Simulator.Scenarios.Sweeps;

/// <summary>A part of what is written for one parameter: a value, or a range of amounts.</summary>
internal abstract record SweepItem(SourcePosition At);

/// <summary>A value as written.</summary>
internal sealed record SweepSingle(SourcePosition At, Node Node) : SweepItem(At);

/// <summary>How the amounts of a range follow one another.</summary>
internal enum RangeKind
{
    /// <summary><c>from..to:step</c></summary>
    Step,

    /// <summary><c>from..to#n</c>: so many, evenly spaced, both ends among them.</summary>
    Points,

    /// <summary><c>from..to*factor</c></summary>
    Factor,
}

/// <summary>Amounts from one to another.</summary>
internal sealed record SweepRange(
    SourcePosition At, SweepWord From, SweepWord To, RangeKind Kind, SweepWord Argument) : SweepItem(At);

/// <summary>A piece of text and its place.</summary>
internal readonly record struct SweepWord(string Text, SourcePosition At);
