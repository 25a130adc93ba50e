namespace Simulator.Models.Pods.Signals.Shell;

/// <summary>May a program replace the shell, because nothing comes after it?</summary>
internal enum Tail
{
    /// <summary>Something may come: fork.</summary>
    No,

    /// <summary>Yes, unless a trap is set (bash: or something is redirected).</summary>
    Try,

    /// <summary>Yes: bash in a process that was forked for this command.</summary>
    Yes,
}

/// <summary>Which commands are in that place, by shell.</summary>
/// <remarks>
/// Sources: dash src/eval.c (EV_EXIT in evalstring, evaltree, evalsubshell, evalcommand), Debian's dash patch 0004;
/// busybox shell/ash.c, the same; bash 5.2 builtins/evalstring.c (should_suppress_fork, can_optimize_connection,
/// optimize_connection_fork, optimize_subshell_command) and execute_cmd.c (execute_in_subshell).
/// </remarks>
internal static class Tails
{
    /// <summary>A line of <c>-c</c>; a script's file is read line by line, and never has a last one.</summary>
    public static Tail OfLine(ShellKind kind, ShellLine line) => kind switch
    {
        ShellKind.DashDebian => Tail.No,
        ShellKind.Bash => line.IsLast && EndsSimply(line.List) ? Tail.Try : Tail.No,
        _ => line.EndsText ? Tail.Try : Tail.No,
    };

    /// <summary>What a subshell's body hands down: a new chain in ash, as <c>-c</c> in bash.</summary>
    public static Tail OfSubshell(ShellKind kind, CommandList body)
    {
        if (kind != ShellKind.Bash) return Tail.Try;
        if (body.Items is [{ IsBackground: false, Command: SimpleCommand or Subshell }]) return Tail.Yes;
        return EndsSimply(body) ? Tail.Try : Tail.No;
    }

    /// <summary>For a command in a process forked for it: of a pipeline or in the background.</summary>
    public static Tail OfForked(ShellKind kind, ShellCommand command) =>
        kind != ShellKind.Bash ? Tail.Try : command is SimpleCommand or Subshell ? Tail.Yes : Tail.No;

    /// <summary>Into a compound command: ash looks through, bash does not.</summary>
    public static Tail Into(ShellKind kind, Tail tail) => kind == ShellKind.Bash ? Tail.No : tail;

    /// <summary>To the right of <c>&amp;&amp;</c>, <c>||</c> or <c>;</c>.</summary>
    public static Tail ToRight(ShellKind kind, ShellCommand right, Tail tail) =>
        kind == ShellKind.Bash && right is not SimpleCommand ? Tail.No : tail;

    // bash's syntax leans left: of 'a; b && c' the last of ';' is 'b && c', which is not simple.
    private static bool EndsSimply(CommandList list) => list.Items switch
    {
        [{ IsBackground: false, Command: SimpleCommand }] => true,
        [{ IsBackground: false, Command: AndOr { Right: SimpleCommand } }] => true,
        [.., { IsBackground: false }, { IsBackground: false, Command: SimpleCommand }] => true,
        _ => false,
    };
}
