namespace Simulator.Scenarios.Language;

/// <summary>Finds tabs used as indentation; the parser would point at another line.</summary>
internal static class TabScan
{
    private const int MostReported = 20;

    /// <summary>True when it reported any.</summary>
    public static bool Report(string text, SourcePosition start, DiagnosticBag bag)
    {
        var (found, line) = (0, start.Line);
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            var indentation = content[..^content.TrimStart(" \t").Length];
            var tab = indentation.IndexOf('\t');
            if (tab >= 0 && indentation.Length < content.Length && content[indentation.Length] != '#')
            {
                bag.Add(
                    new SourcePosition(start.File, line, tab + 1), "tab", "",
                    "a tab indents this line; YAML allows only spaces: write two for each level");
                if (++found == MostReported) break;
            }

            line++;
        }

        return found > 0;
    }
}
