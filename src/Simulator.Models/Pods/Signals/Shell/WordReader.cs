using System.Text;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>Reads words: quoting, parameters, substitutions (POSIX.1-2017, Shell Command Language 2.2,
/// 2.6).</summary>
internal sealed class WordReader(ShellText text, Func<int, ShellScript> substitution)
{
    private readonly StringBuilder _literal = new();

    /// <summary>A word; the text must not be at the end of one.</summary>
    public ShellWord Read()
    {
        var position = text.Position;
        var parts = new List<WordPart>();
        if (text.IsBash && text.Now is '<' or '>' && text.Peek(1) == '(')
        {
            text.At += 2;
            parts.Add(new ProcessPart(substitution(text.At - 1)));
        }

        ReadInto(parts, inBraces: false);
        return new ShellWord(position, [.. parts]);
    }

    private void ReadInto(List<WordPart> parts, bool inBraces)
    {
        while (inBraces ? !text.IsAtEnd && text.Now != '}' : !text.EndsWord)
        {
            switch (text.Now)
            {
                case '\\' when text.Peek(1) == '\n':
                    text.At += 2;
                    break;
                case '\\':
                    Flush(parts, quoted: false);
                    text.At++;
                    if (text.IsAtEnd) _literal.Append('\\');
                    else _literal.Append(text.All[text.At++]);
                    Flush(parts, quoted: true);
                    break;
                case '\'':
                    Flush(parts, quoted: false);
                    Single(parts);
                    break;
                case '"':
                    Flush(parts, quoted: false);
                    Double(parts);
                    break;
                case '$' when text.IsBash && text.Peek(1) is '\'' or '"':
                    text.At++; // The escapes of $'…' stay as they are.
                    break;
                case '$' or '`':
                    Flush(parts, quoted: false);
                    Expansion(parts, quoted: false);
                    break;
                default:
                    _literal.Append(text.All[text.At++]);
                    break;
            }
        }

        Flush(parts, quoted: false);
    }

    private void Flush(List<WordPart> parts, bool quoted)
    {
        if (_literal.Length == 0 && !quoted) return;
        parts.Add(new LiteralPart(_literal.ToString(), quoted));
        _literal.Clear();
    }

    private void Single(List<WordPart> parts)
    {
        var start = text.At++;
        while (text.Now != '\'')
        {
            if (text.IsAtEnd) throw text.ErrorAt(start, "this ' is never closed");
            _literal.Append(text.All[text.At++]);
        }

        text.At++;
        Flush(parts, quoted: true);
    }

    private void Double(List<WordPart> parts)
    {
        var start = text.At++;
        while (text.Now != '"')
        {
            if (text.IsAtEnd) throw text.ErrorAt(start, "this \" is never closed");
            if (text.Now == '\\' && text.Peek(1) is '$' or '`' or '"' or '\\')
            {
                _literal.Append(text.Peek(1));
                text.At += 2;
            }
            else if (text.Now == '\\' && text.Peek(1) == '\n')
            {
                text.At += 2;
            }
            else if (text.Now is '$' or '`')
            {
                if (_literal.Length > 0) Flush(parts, quoted: true);
                Expansion(parts, quoted: true);
            }
            else
            {
                _literal.Append(text.All[text.At++]);
            }
        }

        text.At++;
        Flush(parts, quoted: true);
    }

    private void Expansion(List<WordPart> parts, bool quoted)
    {
        if (text.Now == '`')
        {
            parts.Add(new SubstitutionPart(Backticks(), quoted));
        }
        else if (text.StartsWith("$((") && ArithmeticEnd() is { } end)
        {
            parts.Add(new ArithmeticPart(text.All[(text.At + 3)..(end - 2)]));
            text.At = end;
        }
        else if (text.TryTake("$("))
        {
            parts.Add(new SubstitutionPart(substitution(text.At - 1), quoted));
        }
        else if (text.StartsWith("${"))
        {
            parts.Add(Braces(quoted));
        }
        else if (SimpleName(text.At + 1) is { Length: > 0 } name)
        {
            text.At += 1 + name.Length;
            parts.Add(new ParameterPart(name, "", null, quoted));
        }
        else
        {
            _literal.Append(text.All[text.At++]);
        }
    }

    // NAME, one digit, or one of the special parameters.
    private string SimpleName(int at)
    {
        var all = text.All;
        if (at >= all.Length) return "";
        if (char.IsAsciiDigit(all[at]) || "@*#?-$!".Contains(all[at])) return all[at..(at + 1)];
        if (!ShellText.IsNameStart(all[at])) return "";
        var end = at;
        while (end < all.Length && ShellText.IsNamePart(all[end])) end++;
        return all[at..end];
    }

    private ParameterPart Braces(bool quoted)
    {
        var start = text.At;
        text.At += 2;
        var length = text.Now == '#' && text.Peek(1) is not '}' and not ':' && SimpleName(text.At + 1).Length > 0;
        if (length) text.At++;
        var name = SimpleName(text.At);
        while (name.Length > 0 && char.IsAsciiDigit(name[0]) && char.IsAsciiDigit(text.Peek(name.Length)))
            name += text.Peek(name.Length);
        if (name.Length == 0) throw text.ErrorAt(start, "'${' wants a parameter's name");
        text.At += name.Length;
        if (text.IsAtEnd) throw text.ErrorAt(start, "this '${' is never closed");
        if (text.TryTake("}")) return new ParameterPart(name, length ? "length" : "", null, quoted);
        string[] operators = [":-", ":=", ":?", ":+", "-", "=", "?", "+", "##", "#", "%%", "%"];
        var symbol = Array.Find(operators, text.TryTake) ?? (text.IsBash ? "other" : null)
            ?? throw text.Error($"'{Shown(text.Now)}' cannot follow '${{{name}' in this shell");
        var argument = Argument(start);
        return new ParameterPart(name, symbol, argument, quoted);
    }

    private ShellWord Argument(int start)
    {
        var position = text.Position;
        var kept = _literal.ToString();
        _literal.Clear();
        var parts = new List<WordPart>();
        ReadInto(parts, inBraces: true);
        _literal.Append(kept);
        if (!text.TryTake("}")) throw text.ErrorAt(start, "this '${' is never closed");
        return new ShellWord(position, [.. parts]);
    }

    private ShellScript Backticks()
    {
        var start = text.At++;
        var inner = new StringBuilder();
        while (text.Now != '`')
        {
            if (text.IsAtEnd) throw text.ErrorAt(start, "this ` is never closed");
            if (text.Now == '\\' && text.Peek(1) is '`' or '\\' or '$') text.At++;
            if (!text.IsAtEnd) inner.Append(text.All[text.At++]);
        }

        text.At++;
        var (script, error) = ShellParser.Parse(inner.ToString(), text.IsBash);
        return script ?? throw text.ErrorAt(start, $"between these backticks: {error!.Message}");
    }

    // Behind '))' that belongs to '$((', or null: then it is a subshell in a substitution.
    private int? ArithmeticEnd()
    {
        var depth = 0;
        for (var i = text.At + 1; i < text.All.Length; i++)
        {
            if (text.All[i] == '(') depth++;
            if (text.All[i] != ')' || --depth > 0) continue;
            return text.All[i - 1] == ')' ? i + 1 : null;
        }

        return null;
    }

    private static string Shown(char c) => char.IsControl(c) ? "the end" : c.ToString();
}
