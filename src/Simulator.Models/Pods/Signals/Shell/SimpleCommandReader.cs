using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>Reads what needs no list: words, assignments, redirections, patterns, and bash's <c>[[</c> and
/// <c>((</c>.</summary>
internal sealed class SimpleCommandReader(ShellText text, WordReader words)
{
    private static readonly string[] Operators = ["<<-", "<<", "<>", "<&", ">>", ">&", ">|", "<", ">"];

    private static readonly string[] BashOperators = ["<<<", "&>>", "&>", .. Operators];

    /// <summary>A simple command or a function's definition; null when neither stands here.</summary>
    public ShellCommand? Read(Func<ShellCommand> body)
    {
        var position = text.Position;
        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        var arguments = ImmutableArray.CreateBuilder<ShellWord>();
        var redirections = ImmutableArray.CreateBuilder<Redirection>();
        while (true)
        {
            text.SkipBlanks();
            if (Redirection() is { } redirection) redirections.Add(redirection);
            else if (IsProcess || !text.EndsWord) Take(assignments, arguments);
            else break;
            if (text.Now == '(' && arguments is [{ Bare: { } name }] && assignments.Count == 0)
                return Function(position, name, body);
        }

        text.SkipBlanks();
        if (text.Now == '(' && arguments is [{ Bare: { } spaced }] && redirections.Count == 0)
            return Function(position, spaced, body);
        if (text.Now == '(') throw text.Error("'(' is not expected here; quote it if it is meant as text");
        return assignments.Count + arguments.Count + redirections.Count == 0 ? null : new SimpleCommand(
            position, assignments.ToImmutable(), arguments.ToImmutable(), redirections.ToImmutable());
    }

    private bool IsProcess => text.IsBash && text.Now is '<' or '>' && text.Peek(1) == '(';

    private void Take(ImmutableArray<Assignment>.Builder assignments, ImmutableArray<ShellWord>.Builder arguments)
    {
        var name = arguments.Count == 0 ? AssignedName() : 0;
        if (name == 0)
        {
            arguments.Add(words.Read());
            return;
        }

        var variable = text.All[text.At..(text.At + name)];
        text.At += name;
        if (text.Now == '+') text.At++;
        text.At++;
        var position = text.Position;
        if (text.IsBash && text.Now == '(') SkipArray();
        assignments.Add(new Assignment(variable, text.EndsWord ? new ShellWord(position, []) : words.Read()));
    }

    // Length of NAME before '=' (in bash '+=' too), or 0.
    private int AssignedName()
    {
        if (!ShellText.IsNameStart(text.Now)) return 0;
        var length = 1;
        while (ShellText.IsNamePart(text.Peek(length))) length++;
        var after = text.Peek(length);
        return after == '=' || (text.IsBash && after == '+' && text.Peek(length + 1) == '=') ? length : 0;
    }

    private void SkipArray()
    {
        var start = text.At++;
        while (true)
        {
            text.SkipLines();
            if (text.IsAtEnd) throw text.ErrorAt(start, "this ( is never closed");
            if (text.TryTake(")")) return;
            if (text.EndsWord) throw text.Error($"'{text.Now}' is not expected here");
            words.Read();
        }
    }

    private FunctionDefinition Function(ShellPosition position, string name, Func<ShellCommand> body)
    {
        var open = text.At++;
        text.SkipBlanks();
        if (!text.TryTake(")")) throw text.ErrorAt(open, $"'{name}(' wants a ')': a function, or quote it");
        return new FunctionDefinition(position, name, body());
    }

    public FunctionDefinition BashFunction(Func<ShellCommand> body)
    {
        text.SkipBlanks();
        var position = text.Position;
        var name = (text.EndsWord ? null : words.Read().Bare) ?? throw text.Error("'function' wants a name");
        text.SkipBlanks();
        if (text.Now == '(') return Function(position, name, body);
        return new FunctionDefinition(position, name, body());
    }

    public ImmutableArray<Redirection> Redirections()
    {
        var all = ImmutableArray.CreateBuilder<Redirection>();
        while (true)
        {
            text.SkipBlanks();
            if (Redirection() is not { } redirection) return all.ToImmutable();
            all.Add(redirection);
        }
    }

    private Redirection? Redirection()
    {
        var start = text.At;
        while (char.IsAsciiDigit(text.Now)) text.At++;
        var symbol = IsProcess ? null : Array.Find(text.IsBash ? BashOperators : Operators, text.TryTake);
        if (symbol is null)
        {
            text.At = start;
            return null;
        }

        text.SkipBlanks();
        if (text.EndsWord && !IsProcess) throw text.ErrorAt(start, $"'{symbol}' wants a file behind it");
        var target = words.Read();
        if (symbol is "<<" or "<<-")
            text.Expect(string.Concat(target.Parts.OfType<LiteralPart>().Select(p => p.Text)), symbol == "<<-");
        return new Redirection(symbol, target);
    }

    /// <summary>Words up to the end of a command.</summary>
    public ImmutableArray<ShellWord> Words()
    {
        var all = ImmutableArray.CreateBuilder<ShellWord>();
        for (text.SkipBlanks(); !text.EndsWord; text.SkipBlanks()) all.Add(words.Read());
        return all.ToImmutable();
    }

    /// <summary><c>PATTERN | PATTERN )</c> of a case.</summary>
    public ImmutableArray<ShellWord> Patterns()
    {
        var all = ImmutableArray.CreateBuilder<ShellWord>();
        while (true)
        {
            text.SkipBlanks();
            if (text.EndsWord) throw text.Error("a pattern and ')' are wanted here");
            all.Add(words.Read());
            text.SkipBlanks();
            if (text.TryTake(")")) return all.ToImmutable();
            if (!text.TryTake("|")) throw text.Error("')' is wanted behind the pattern");
        }
    }

    /// <summary><c>[[ … ]]</c> as a command whose words are taken as they stand.</summary>
    public SimpleCommand Conditional()
    {
        var (position, start) = (text.Position, text.At);
        var all = ImmutableArray.CreateBuilder<ShellWord>();
        all.Add(words.Read());
        while (true)
        {
            text.SkipLines();
            if (text.IsAtEnd) throw text.ErrorAt(start, "'[[' wants a ']]' that is not there");
            if (text.EndsWord)
            {
                var symbol = text.Now.ToString() + (text.Peek(1) == text.Now && text.Now is '&' or '|' ? text.Now : "");
                all.Add(new ShellWord(text.Position, [new LiteralPart(symbol, IsQuoted: false)]));
                text.At += symbol.Length;
                continue;
            }

            all.Add(words.Read());
            if (all[^1].Bare == "]]") return new SimpleCommand(position, [], all.ToImmutable(), []);
        }
    }

    /// <summary><c>((…))</c> as a command that succeeds.</summary>
    public SimpleCommand Arithmetic()
    {
        var (position, start) = (text.Position, text.At);
        var depth = 0;
        do
        {
            if (text.IsAtEnd) throw text.ErrorAt(start, "'((' wants a '))' that is not there");
            if (text.Now == '(') depth++;
            if (text.Now == ')') depth--;
            text.At++;
        }
        while (depth > 0);
        var name = new ShellWord(position, [new LiteralPart(":", IsQuoted: false)]);
        return new SimpleCommand(position, [], [name], []);
    }
}
