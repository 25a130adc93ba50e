namespace Simulator.Scenarios.Language;

/// <summary>A mistake of the user: where, what kind, at which path, and how to put it right.</summary>
public sealed record Diagnostic(SourcePosition Position, string Code, string Path, string Message)
{
    /// <summary><c>file:line:col: error[code] path: message</c>, on one line.</summary>
    public override string ToString() =>
        Path.Length == 0 ? $"{Position}: error[{Code}] {Message}" : $"{Position}: error[{Code}] {Path}: {Message}";
}
