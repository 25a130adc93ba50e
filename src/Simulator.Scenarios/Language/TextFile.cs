using System.Collections.Immutable;

namespace Simulator.Scenarios.Language;

/// <summary>A text file that a command is given beside scenarios, read with the same care and the same words.</summary>
public static class TextFile
{
    /// <summary>Recordings of hours of a busy kernel stay below it.</summary>
    private const int MaxBytes = 256 << 20;

    /// <summary>Strict UTF-8 without control characters, of at most 256 MB; null with the reason.</summary>
    public static (string? Text, ImmutableArray<Diagnostic> Errors) Read(string path)
    {
        var bag = new DiagnosticBag();
        var text = SourceText.Load(path, path, MaxBytes, bag);
        return (text, bag.IsEmpty ? [] : bag.ToSorted());
    }
}
