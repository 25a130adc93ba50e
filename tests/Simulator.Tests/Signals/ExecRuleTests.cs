using Simulator.Models.Pods.Signals;
using Xunit;

namespace Simulator.Tests.Signals;

public class ExecRuleTests
{
    private const string N = "node server.js";

    // Does the shell step aside? By dash-debian, dash, bash, busybox; measured on Debian 12 with dash 0.5.12, bash 5.2
    // and busybox 1.35.
    [Theory]
    [InlineData(N, "nyyy")]
    [InlineData("exec " + N, "yyyy")]
    [InlineData("FOO=1 " + N, "nyyy")]
    [InlineData(N + " >/dev/null 2>&1", "nyny")]
    [InlineData("exec " + N + " >/dev/null 2>&1", "yyyy")]
    [InlineData("{ " + N + "; }", "nyny")]
    [InlineData("{ " + N + "; } > /dev/null", "nnnn")]
    [InlineData("( " + N + " )", "nyny")]
    [InlineData("( " + N + " ) > /dev/null", "nyny")]
    [InlineData("if true; then " + N + "; fi", "nyny")]
    [InlineData("case x in x) " + N + ";; esac", "nyny")]
    [InlineData("for i in 1; do " + N + "; done", "nnnn")]
    [InlineData("while true; do " + N + "; break; done", "nnnn")]
    [InlineData("f() { " + N + "; }; f", "nnnn")]
    [InlineData("! " + N, "nnnn")]
    [InlineData("eval '" + N + "'", "nnnn")]
    [InlineData("eval 'exec " + N + "'", "yyyy")]
    [InlineData("command " + N, "nyyy")]
    [InlineData("true; " + N, "nyyy")]
    [InlineData("true && " + N, "nyyy")]
    [InlineData("false || " + N, "nyyy")]
    [InlineData("true; true && " + N, "nyny")]
    [InlineData("true && true; " + N, "nyyy")]
    [InlineData("true && true && " + N, "nyyy")]
    [InlineData("true && " + N + " || exit 1", "nnnn")]
    [InlineData(N + " && true", "nnnn")]
    [InlineData(N + "; true", "nnnn")]
    [InlineData("sleep 100 & " + N, "nyny")]
    [InlineData(N + " | cat", "nnnn")]
    [InlineData("true | " + N, "nnnn")]
    [InlineData(N + " & wait", "nnnn")]
    [InlineData("true\n" + N, "nyyy")]
    [InlineData(N + "\n", "nnyn")]
    [InlineData(N + "\n\n", "nnnn")]
    [InlineData(N + "\n# the end", "nnnn")]
    [InlineData(N + " # the end", "nyyy")]
    [InlineData("trap 'echo x' EXIT; " + N, "nnnn")]
    [InlineData("trap '' TERM; " + N, "nyyy")]
    [InlineData("trap 'exit 0' TERM; trap - TERM; " + N, "nyyn")]
    public void TheLastCommandReplacesTheShellOnlyWhereThatShellDoesIt(string script, string expected)
    {
        var actual = string.Concat(Enum.GetValues<ShellKind>()
            .Select(shell => Term.ToShell(shell, script).Tree[0].IsApp ? 'y' : 'n'));
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("true | { node server.js; }", "sh node", "sh sh node")]
    [InlineData("{ node server.js; } & wait", "sh node", "sh sh node")]
    [InlineData("true && node server.js & wait", "sh node", "sh sh node")]
    [InlineData("( node server.js ) & wait", "sh node", "sh node")]
    [InlineData("( { node server.js; } ) | cat", "sh node cat", "sh sh node cat")]
    [InlineData("( true && node server.js > /dev/null ) | cat", "sh node cat", "sh sh node cat")]
    public void BashKeepsAShellForACompoundCommandInAForkAndAshDoesNot(string script, string ash, string bash)
    {
        Assert.Equal(ash, Term.ToShell(ShellKind.DashDebian, script).Names());
        Assert.Equal(bash, Term.ToShell(ShellKind.Bash, script).Names());
    }

    [Fact]
    public void AScriptInAFileNeverStepsAsideByItself()
    {
        foreach (var shell in Enum.GetValues<ShellKind>())
        {
            var options = new SignalsOptions
            {
                Command = ["./run.sh"],
                Shell = shell,
                ReadScript = path => path == "./run.sh" ? "#!/bin/sh\nnode server.js" : null,
            };
            Assert.Equal("run.sh node", Term.Of(options).Names());
        }
    }

    [Fact]
    public void AnEntrypointThatRunsItselfAgainAsAnotherUserComesToAnEnd()
    {
        var options = new SignalsOptions
        {
            Command = ["docker-entrypoint.sh", "node", "server.js"],
            ReadScript = path => path == "docker-entrypoint.sh"
                ? "#!/bin/sh\nif [ \"$(id -u)\" = 0 ]; then exec gosu app \"$0\" \"$@\"; fi\nexec \"$@\"\n" : null,
        };
        Assert.Equal("node", Term.Of(options).Names());
    }
}
