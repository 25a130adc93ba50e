using Simulator.Kernel;
using Simulator.Models.Pods.Signals;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>What the whole of a pod's life shows: a grace that is over too early, a command that cannot run.</summary>
internal sealed class PodChecks(MapNode tree, ReadContext cx)
{
    /// <summary>What a command is, it is before the first half minute after SIGTERM.</summary>
    private static readonly Duration LongestGrace = Duration.FromSeconds(30);

    public void Check(string name, ServiceSpec service)
    {
        var life = service.Lifecycle;
        var grace = Duration.FromSeconds(life.TerminationGracePeriodSeconds);
        if (life.PreStop > Duration.Zero && life.PreStop >= grace)
        {
            var path = NodePath.Of("services", name, "lifecycle", "preStop", "sleep", "seconds");
            Error(
                path.Locate(tree).Position, "out-of-range", path,
                $"preStop takes {Quantities.Format(life.PreStop)} of a grace of {Quantities.Format(grace)}, "
                    + "and nothing is left for SIGTERM: shorten it, or raise terminationGracePeriodSeconds");
        }

        if (life.Shutdown is { } shutdown) Check(NodePath.Of("services", name), shutdown);
    }

    private void Check(NodePath service, SignalsOptions options)
    {
        var quick = options with { Grace = options.Grace < LongestGrace ? options.Grace : LongestGrace };
        var (result, problems) = ShutdownRun.Run(quick);
        foreach (var problem in problems) Report(service, problem);
        if (result?.Outcome != ShutdownOutcome.EndedByItself) return;
        var path = service.Child("command");
        Error(
            path.Locate(tree).Position, "no-service", path,
            $"PID 1 ends by itself, with {result.ExitCode}, and the container with it: "
                + "the service must stay in the foreground");
    }

    private void Report(NodePath service, SignalsProblem problem)
    {
        var (path, text) = Script(service, problem.Script);
        var at = path.Locate(tree).Position;
        if (problem.Position is { } inside && text?.TextAt is { } start)
            at = start with { Line = start.Line + inside.Line - 1, Column = start.Column + inside.Column - 1 };
        var where = problem.Position is { } place && problem.Script is not null && text?.TextAt is null
            ? $" (in the script's line {place.Line}, column {place.Column})"
            : "";
        var fix = problem.Message.StartsWith("package.json", StringComparison.Ordinal)
            ? "; give it in image.packageScripts"
            : "";
        Error(at, problem.Code, path, Quote.UpTo(400, problem.Message) + where + fix);
    }

    /// <summary>Where a script's text is written: in the command, or among the scripts of package.json.</summary>
    private (NodePath Path, ScalarNode? Text) Script(NodePath service, string? script)
    {
        var command = service.Child("command");
        if (script is null) return (command, null);
        switch (command.Locate(tree))
        {
            case ScalarNode text when text.Text == script:
                return (command, text);
            case ListNode list:
                for (var i = 0; i < list.Items.Length; i++)
                    if (list.Items[i] is ScalarNode word && word.Text == script) return (command.Item(i), word);
                break;
        }

        var scripts = service.Child("image").Child("packageScripts");
        foreach (var entry in scripts.Locate(tree) is MapNode map ? map.Entries : [])
            if (entry.Value is ScalarNode text && text.Text == script) return (scripts.Child(entry.Key), text);
        return (command, null);
    }

    private void Error(SourcePosition at, string code, NodePath path, string message) =>
        cx.Error(at, code, path, message);
}
