using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>From a command's text to its syntax: POSIX.1-2017 Shell Command Language 2.10, and what bash
/// adds.</summary>
/// <remarks>Aliases are not expanded, <c>[[ … ]]</c> and arithmetic are kept as text.</remarks>
public sealed class ShellParser
{
    // MAX_ARG_STRLEN of Linux: no argument is longer.
    private const int LongestText = 128 * 1024;
    private const int Deepest = 64;

    private static readonly string[] Closers = ["then", "elif", "else", "fi", "do", "done", "esac", "}"];

    private readonly ShellText _text;
    private readonly WordReader _words;
    private readonly SimpleCommandReader _simple;
    private int _depth;

    private ShellParser(string text, bool isBash)
    {
        _text = new ShellText(text, isBash);
        _words = new WordReader(_text, Substitution);
        _simple = new SimpleCommandReader(_text, _words);
    }

    /// <summary>Either a script or the first mistake, always with its place.</summary>
    public static (ShellScript? Script, ShellSyntaxError? Error) Parse(string text, bool isBash)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new ShellParser(text, isBash);
        try
        {
            if (text.Length > LongestText) throw parser._text.ErrorAt(LongestText, "more than 128 KiB, Linux' limit");
            if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
                throw parser._text.ErrorAt(nul, "no argument can hold the character NUL");
            return (parser.Script(), null);
        }
        catch (ShellSyntaxException e)
        {
            return (null, new ShellSyntaxError(e.Position, e.Message));
        }
    }

    private ShellScript Script()
    {
        var lines = ImmutableArray.CreateBuilder<ShellLine>();
        while (true)
        {
            _text.SkipLines();
            if (_text.IsAtEnd) return new ShellScript(lines.ToImmutable());
            var list = List(wholeLine: true);
            _text.SkipBlanks();
            var ends = _text.IsAtEnd;
            if (!ends && _text.Now != '\n') throw Unexpected();
            if (!ends) _text.TakeNewline();
            lines.Add(new ShellLine(list, ends, _text.IsAtEnd));
        }
    }

    // Behind the opening parenthesis, up to and over the closing one.
    private ShellScript Substitution(int open)
    {
        var list = InParentheses(open);
        return new ShellScript(list.Items.IsEmpty ? [] : [new ShellLine(list, EndsText: true, IsLast: true)]);
    }

    private CommandList InParentheses(int open)
    {
        using var depth = Deeper();
        var list = List(wholeLine: false);
        if (_text.IsAtEnd) throw _text.ErrorAt(open, "this ( is never closed");
        return _text.TryTake(")") ? list : throw Unexpected();
    }

    // Up to a closing word or parenthesis, or to the end of the line.
    private CommandList List(bool wholeLine)
    {
        var items = ImmutableArray.CreateBuilder<ListItem>();
        while (true)
        {
            if (wholeLine) _text.SkipBlanks();
            else _text.SkipLines();
            if (_text.IsAtEnd || _text.Now is ')' or '\n' || _text.StartsWith(";;") || Closer() is not null) break;
            var command = AndOrList();
            _text.SkipBlanks();
            var background = _text.Now == '&';
            items.Add(new ListItem(command, background));
            if (_text.StartsWith(";;")) break;
            if (background || _text.Now == ';') _text.At++;
            else if (wholeLine || _text.Now != '\n') break;
        }

        if (wholeLine && items.Count == 0) throw Unexpected();
        return new CommandList(items.ToImmutable());
    }

    private string? Closer() => Array.Find(Closers, IsReservedWord);

    private bool IsReservedWord(string word)
    {
        if (!_text.StartsWith(word)) return false;
        var kept = _text.At;
        _text.At += word.Length;
        var is1 = _text.EndsWord;
        _text.At = kept;
        return is1;
    }

    private bool TryTakeWord(string word) => IsReservedWord(word) && _text.TryTake(word);

    private ShellCommand AndOrList()
    {
        var left = Pipeline();
        while (true)
        {
            _text.SkipBlanks();
            var position = _text.Position;
            var or = _text.StartsWith("||");
            if (!or && !_text.StartsWith("&&")) return left;
            _text.At += 2;
            _text.SkipLines();
            left = new AndOr(position, left, or, Pipeline());
        }
    }

    private ShellCommand Pipeline()
    {
        _text.SkipBlanks();
        var position = _text.Position;
        var (negated, timed) = (false, false);
        while (true)
        {
            if (TryTakeWord("!")) negated = !negated;
            else if (_text.IsBash && TryTakeWord("time")) timed = true;
            else break;
            _text.SkipBlanks();
            if (timed && TryTakeWord("-p")) _text.SkipBlanks();
        }

        var commands = ImmutableArray.CreateBuilder<ShellCommand>();
        commands.Add(Command());
        while (true)
        {
            _text.SkipBlanks();
            if (_text.Now != '|' || _text.Peek(1) == '|') break;
            _text.At += _text.IsBash && _text.Peek(1) == '&' ? 2 : 1;
            _text.SkipLines();
            commands.Add(Command());
        }

        return commands.Count == 1 && !negated && !timed
            ? commands[0]
            : new Pipeline(position, commands.ToImmutable(), negated, timed);
    }

    private ShellCommand Command()
    {
        using var depth = Deeper();
        _text.SkipBlanks();
        var compound = Compound();
        if (compound is null) return _simple.Read(FunctionBody) ?? throw Unexpected();
        if (compound is FunctionDefinition) return compound;
        var redirections = _simple.Redirections();
        return redirections.IsEmpty ? compound : new Redirected(compound.Position, compound, redirections);
    }

    private ShellCommand? Compound()
    {
        var (position, start) = (_text.Position, _text.At);
        if (_text.IsBash && _text.StartsWith("((")) return _simple.Arithmetic();
        if (_text.TryTake("(")) return new Subshell(position, InParentheses(start));
        if (TryTakeWord("{")) return new BraceGroup(position, Until(start, "{", "}"));
        if (TryTakeWord("if")) return If(position, start);
        if (TryTakeWord("while")) return Loop(position, start, isUntil: false);
        if (TryTakeWord("until")) return Loop(position, start, isUntil: true);
        if (TryTakeWord("for")) return For(position, start);
        if (TryTakeWord("case")) return Case(position, start);
        if (_text.IsBash && IsReservedWord("[[")) return _simple.Conditional();
        if (_text.IsBash && TryTakeWord("function")) return _simple.BashFunction(FunctionBody);
        return Closer() is null ? null : throw Unexpected();
    }

    private CommandList Until(int start, string opener, string closer)
    {
        var list = List(wholeLine: false);
        if (_text.IsAtEnd) throw _text.ErrorAt(start, $"'{opener}' wants a '{closer}' that is not there");
        if (list.Items.IsEmpty && IsReservedWord(closer)) throw _text.Error($"no command stands before '{closer}'");
        return TryTakeWord(closer) ? list : throw Unexpected();
    }

    private IfCommand If(ShellPosition position, int start)
    {
        var condition = Until(start, "if", "then");
        var then = List(wholeLine: false);
        if (then.Items.IsEmpty) throw Unexpected();
        var elseAt = _text.At;
        if (TryTakeWord("elif"))
        {
            var nested = If(_text.PositionOf(elseAt), elseAt);
            return new IfCommand(position, condition, then, new CommandList([new ListItem(nested, false)]));
        }

        if (TryTakeWord("else")) return new IfCommand(position, condition, then, Until(start, "if", "fi"));
        if (TryTakeWord("fi")) return new IfCommand(position, condition, then, null);
        throw _text.IsAtEnd ? _text.ErrorAt(start, "'if' wants a 'fi' that is not there") : Unexpected();
    }

    private LoopCommand Loop(ShellPosition position, int start, bool isUntil)
    {
        var condition = Until(start, isUntil ? "until" : "while", "do");
        return new LoopCommand(position, condition, Until(start, "do", "done"), isUntil);
    }

    private ForCommand For(ShellPosition position, int start)
    {
        _text.SkipBlanks();
        if (_text.EndsWord) throw _text.Error("'for' wants a variable's name");
        var name = _words.Read().Bare ?? throw _text.ErrorAt(start, "'for' wants a variable's name");
        _text.SkipLines();
        var words = default(ImmutableArray<ShellWord>);
        if (TryTakeWord("in")) words = _simple.Words();
        _text.SkipBlanks();
        if (_text.Now == ';') _text.At++;
        _text.SkipLines();
        if (!TryTakeWord("do")) throw _text.IsAtEnd ? _text.ErrorAt(start, "'for' wants a 'do'") : Unexpected();
        return new ForCommand(position, name, words, Until(start, "do", "done"));
    }

    private CaseCommand Case(ShellPosition position, int start)
    {
        _text.SkipBlanks();
        if (_text.EndsWord) throw _text.Error("'case' wants a word");
        var subject = _words.Read();
        _text.SkipLines();
        if (!TryTakeWord("in")) throw _text.Error("'case WORD' wants 'in'");
        var branches = ImmutableArray.CreateBuilder<CaseBranch>();
        while (true)
        {
            _text.SkipLines();
            if (_text.IsAtEnd) throw _text.ErrorAt(start, "'case' wants an 'esac' that is not there");
            if (TryTakeWord("esac")) return new CaseCommand(position, subject, branches.ToImmutable());
            if (_text.Now == '(') _text.At++;
            var patterns = _simple.Patterns();
            branches.Add(new CaseBranch(patterns, List(wholeLine: false)));
            if (_text.TryTake(";;")) _text.TryTake("&");
            else if (!_text.IsAtEnd && !IsReservedWord("esac")) throw Unexpected();
        }
    }

    private ShellCommand FunctionBody()
    {
        _text.SkipLines();
        return Command();
    }

    private ShellSyntaxException Unexpected()
    {
        if (_text.IsAtEnd) return _text.Error("a command is missing here: the text ends");
        if (_text.Now == '\n') return _text.Error("a command is missing here: the line ends");
        string[] operators = [";;", "&&", "||"];
        var word = Closer() ?? Array.Find(operators, _text.StartsWith) ?? _text.Now.ToString();
        return _text.Error($"'{word}' is not expected here");
    }

    private Depth Deeper() => ++_depth <= Deepest
        ? new Depth(this)
        : throw _text.Error($"nested more than {Deepest} deep");

    private readonly struct Depth(ShellParser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
