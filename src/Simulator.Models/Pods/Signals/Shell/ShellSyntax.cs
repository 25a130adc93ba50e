using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>A place in a command, line and column from 1; columns count UTF-16 units.</summary>
public readonly record struct ShellPosition(int Line, int Column);

/// <summary>Why a text is no shell command, and where.</summary>
public sealed record ShellSyntaxError(ShellPosition Position, string Message);

/// <summary>A whole command text: one entry for each line that the shell reads and runs before the next.</summary>
public sealed record ShellScript(ImmutableArray<ShellLine> Lines);

/// <summary>What a shell reads at once: up to the end of a line, or further where a construct is open.</summary>
/// <param name="List">What it runs.</param>
/// <param name="EndsText">The text ended here, without a line break: ash has seen its end.</param>
/// <param name="IsLast">Nothing at all follows the line break: bash has seen the end.</param>
public sealed record ShellLine(CommandList List, bool EndsText, bool IsLast);

/// <summary>Commands one after the other, each in the foreground or the background.</summary>
public sealed record CommandList(ImmutableArray<ListItem> Items);

public sealed record ListItem(ShellCommand Command, bool IsBackground);

/// <summary>A node of the syntax; redirections of a simple command are its own.</summary>
public abstract record ShellCommand(ShellPosition Position);

/// <summary>A program, builtin or function with its words; assignments alone when there is none.</summary>
public sealed record SimpleCommand(
    ShellPosition Position, ImmutableArray<Assignment> Assignments, ImmutableArray<ShellWord> Words,
    ImmutableArray<Redirection> Redirections) : ShellCommand(Position);

public sealed record Assignment(string Name, ShellWord Value);

public sealed record Redirection(string Operator, ShellWord Target);

/// <summary>Two commands; the second runs when the first did (<c>&amp;&amp;</c>) or did not (<c>||</c>)
/// succeed.</summary>
public sealed record AndOr(ShellPosition Position, ShellCommand Left, bool IsOr, ShellCommand Right)
    : ShellCommand(Position);

/// <summary>Commands side by side; one alone when it is only negated or timed.</summary>
public sealed record Pipeline(ShellPosition Position, ImmutableArray<ShellCommand> Commands, bool IsNegated,
    bool IsTimed) : ShellCommand(Position);

public sealed record Subshell(ShellPosition Position, CommandList Body) : ShellCommand(Position);

public sealed record BraceGroup(ShellPosition Position, CommandList Body) : ShellCommand(Position);

/// <summary>A compound command with redirections behind it.</summary>
public sealed record Redirected(ShellPosition Position, ShellCommand Command,
    ImmutableArray<Redirection> Redirections) : ShellCommand(Position);

/// <summary><c>elif</c> is an <see cref="IfCommand"/> in <see cref="Else"/>.</summary>
public sealed record IfCommand(ShellPosition Position, CommandList Condition, CommandList Then, CommandList? Else)
    : ShellCommand(Position);

public sealed record LoopCommand(ShellPosition Position, CommandList Condition, CommandList Body, bool IsUntil)
    : ShellCommand(Position);

/// <summary><see cref="Words"/> is default without <c>in</c>: the arguments.</summary>
public sealed record ForCommand(ShellPosition Position, string Name, ImmutableArray<ShellWord> Words,
    CommandList Body) : ShellCommand(Position);

public sealed record CaseCommand(ShellPosition Position, ShellWord Subject, ImmutableArray<CaseBranch> Branches)
    : ShellCommand(Position);

public sealed record CaseBranch(ImmutableArray<ShellWord> Patterns, CommandList Body);

public sealed record FunctionDefinition(ShellPosition Position, string Name, ShellCommand Body)
    : ShellCommand(Position);

/// <summary>A word before expansion.</summary>
public sealed record ShellWord(ShellPosition Position, ImmutableArray<WordPart> Parts)
{
    /// <summary>The text when nothing in it is quoted or expanded, otherwise null: so are reserved words.</summary>
    public string? Bare => Parts is [LiteralPart { IsQuoted: false } only] ? only.Text : null;
}

public abstract record WordPart;

public sealed record LiteralPart(string Text, bool IsQuoted) : WordPart;

/// <summary><c>$NAME</c>, or <c>${NAME OPERATOR ARGUMENT}</c>; operator <c>#</c> before a name is
/// <c>length</c>.</summary>
public sealed record ParameterPart(string Name, string Operator, ShellWord? Argument, bool IsQuoted) : WordPart;

/// <summary><c>$(…)</c> or backticks.</summary>
public sealed record SubstitutionPart(ShellScript Script, bool IsQuoted) : WordPart;

/// <summary><c>&lt;(…)</c> or <c>&gt;(…)</c>.</summary>
public sealed record ProcessPart(ShellScript Script) : WordPart;

/// <summary><c>$((…))</c>, not evaluated.</summary>
public sealed record ArithmeticPart(string Text) : WordPart;
