namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>The text that a parser walks over: blanks, comments, line breaks and here-documents.</summary>
internal sealed class ShellText(string text, bool isBash)
{
    public const char End = '\0';

    private readonly List<(string Delimiter, bool StripTabs)> _hereDocuments = [];

    /// <summary>Constructs of bash that the others read otherwise.</summary>
    public bool IsBash => isBash;

    public int At { get; set; }

    public string All => text;

    public char Now => Peek(0);

    public bool IsAtEnd => At >= text.Length;

    public char Peek(int ahead) => At + ahead < text.Length ? text[At + ahead] : End;

    public bool StartsWith(string word) => string.CompareOrdinal(text, At, word, 0, word.Length) == 0;

    public bool TryTake(string word)
    {
        if (!StartsWith(word)) return false;
        At += word.Length;
        return true;
    }

    public ShellPosition Position => PositionOf(At);

    public ShellPosition PositionOf(int at)
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < at && i < text.Length; i++)
            if (text[i] == '\n') (line, start) = (line + 1, i + 1);
        return new ShellPosition(line, Math.Min(at, text.Length) - start + 1);
    }

    public ShellSyntaxException Error(string message) => ErrorAt(At, message);

    public ShellSyntaxException ErrorAt(int at, string message) => new(PositionOf(at), message);

    /// <summary>Blanks, continued lines, and a comment up to its line's end.</summary>
    public void SkipBlanks()
    {
        while (true)
        {
            if (Now is ' ' or '\t' or '\r') At++;
            else if (Now == '\\' && Peek(1) == '\n') At += 2;
            else break;
        }

        if (Now != '#') return;
        while (!IsAtEnd && Now != '\n') At++;
    }

    /// <summary>As <see cref="SkipBlanks"/>, and empty lines too.</summary>
    public void SkipLines()
    {
        SkipBlanks();
        while (Now == '\n' && !IsAtEnd)
        {
            TakeNewline();
            SkipBlanks();
        }
    }

    public void Expect(string delimiter, bool stripTabs) => _hereDocuments.Add((delimiter, stripTabs));

    /// <summary>Over the line break and the here-documents that begin behind it.</summary>
    public void TakeNewline()
    {
        At++;
        foreach (var (delimiter, stripTabs) in _hereDocuments)
        {
            while (!IsAtEnd)
            {
                var end = text.IndexOf('\n', At);
                var line = end < 0 ? text[At..] : text[At..end];
                At = end < 0 ? text.Length : end + 1;
                if ((stripTabs ? line.TrimStart('\t') : line) == delimiter) break;
            }
        }

        _hereDocuments.Clear();
    }

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>What ends a word that is not quoted.</summary>
    public bool EndsWord => IsAtEnd || Now is ' ' or '\t' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')';
}

/// <summary>Inside the parser only: leaves it as a <see cref="ShellSyntaxError"/>.</summary>
internal sealed class ShellSyntaxException(ShellPosition position, string message) : Exception(message)
{
    public ShellPosition Position => position;
}
