using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>The mistakes found so far, each once, in the order of discovery; beyond a limit only counted.</summary>
internal sealed class DiagnosticBag
{
    /// <summary>Nobody reads more, and a hostile file could make millions.</summary>
    private const int Limit = 200;

    private readonly List<Diagnostic> _list = [];
    private readonly HashSet<(SourcePosition, string, string)> _seen = [];
    private int _more;

    public bool IsEmpty => _list.Count == 0;

    public IReadOnlyList<Diagnostic> Items => _list;

    public void Add(SourcePosition at, string code, string path, string message) =>
        Add(new Diagnostic(at, code, path, message));

    public void Add(Diagnostic diagnostic)
    {
        if (_seen.Count > 10 * Limit || !_seen.Add(Key(diagnostic))) return;
        if (_list.Count < Limit) _list.Add(diagnostic);
        else _more++;
    }

    public bool Contains(Diagnostic diagnostic) => _seen.Contains(Key(diagnostic));

    // A variant may meet the scenario's mistake on another path.
    private static (SourcePosition At, string Code, string Message) Key(Diagnostic d) =>
        (d.Position, d.Code, d.Message);

    /// <summary>Ordered by place: files as first seen, then line and column.</summary>
    public ImmutableArray<Diagnostic> ToSorted()
    {
        var files = _list.Select(d => d.Position.File).Distinct().ToList();
        var sorted = _list
            .OrderBy(d => files.IndexOf(d.Position.File))
            .ThenBy(d => d.Position.Line)
            .ThenBy(d => d.Position.Column)
            .ToList();
        if (_more > 0)
            sorted.Add(new Diagnostic(sorted[^1].Position, "and-more", "", $"and at least {_more} more mistakes"));
        return [.. sorted];
    }
}
