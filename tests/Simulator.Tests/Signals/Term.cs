using Simulator.Models.Pods.Signals;
using Xunit;

namespace Simulator.Tests.Signals;

/// <summary>Sends SIGTERM to a command, with the usual set-up of these tests: Debian, a service that drains.</summary>
internal static class Term
{
    public static ShutdownResult To(params string[] command) => Of(new SignalsOptions { Command = [.. command] });

    public static ShutdownResult ToShell(ShellKind shell, string text) =>
        Of(new SignalsOptions { Command = ["/bin/sh", "-c", text], Shell = shell });

    public static ShutdownResult Of(SignalsOptions options)
    {
        var (result, problems) = ShutdownRun.Run(options);
        Assert.True(result is not null, string.Join("; ", problems.Select(p => p.Message)));
        return result;
    }

    /// <summary>Names by depth: <c>tini sh node</c>.</summary>
    public static string Names(this ShutdownResult result) => string.Join(' ', result.Tree.Select(p => p.Name));
}
