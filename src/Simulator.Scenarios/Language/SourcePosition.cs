namespace Simulator.Scenarios.Language;

/// <summary>Where something was written; line and column count from 1.</summary>
/// <param name="File">A file as the user named it, or <c>--set</c>, whose lines are its occurrences in order.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    public static SourcePosition StartOf(string file) => new(file, 1, 1);

    public override string ToString() => $"{File}:{Line}:{Column}";
}
