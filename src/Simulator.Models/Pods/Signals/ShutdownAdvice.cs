using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals.Shell;

namespace Simulator.Models.Pods.Signals;

/// <summary>Changes that make a shutdown graceful, each tried in the model before it is said.</summary>
public static class ShutdownAdvice
{
    private static readonly JavaScriptEncoder Relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly Duration Margin = Duration.FromSeconds(5);
    private static readonly Version GoodNpm = new(10, 8, 2);

    /// <summary>The smallest set of changes that works, from the least intrusive on; empty when it works as it is, or
    /// nothing that is known helps.</summary>
    public static ImmutableArray<string> For(SignalsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (IsGraceful(options)) return [];
        ImmutableArray<string> handler = options.Handler is AppHandler.None or AppHandler.Exit
            ? ["let the service handle SIGTERM: stop accepting, finish what is in flight, then exit"] : [];
        var handled = handler.IsEmpty ? options : options with { Handler = AppHandler.Drain };
        if (!handler.IsEmpty && IsGraceful(handled)) return handler;
        var changes = Changes(handled).ToList();
        foreach (var (text, changed) in changes)
            if (IsGraceful(changed)) return [text, .. handler];
        foreach (var (first, changed) in changes)
            foreach (var (second, both) in Changes(changed))
                if (IsGraceful(both)) return [first, second, .. handler];
        return [];
    }

    private static bool IsGraceful(SignalsOptions options) =>
        ShutdownRun.Run(options).Result is { Outcome: ShutdownOutcome.Graceful };

    private static IEnumerable<(string Text, SignalsOptions Changed)> Changes(SignalsOptions options)
    {
        if (options.Grace <= options.InFlight + options.KeepAlive)
        {
            var grace = options.InFlight + options.KeepAlive + Margin;
            yield return ($"give it time: terminationGracePeriodSeconds: {Math.Ceiling(grace.TotalSeconds)}",
                options with { Grace = grace });
        }

        if (CommandString(options.Command) is { } at)
        {
            foreach (var change in OfScript(options, at)) yield return change;
        }

        foreach (var (name, script) in options.PackageScripts.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (!options.Command.Any(w => w.Split(' ').Contains(name)) || WithExec(script) is not { } better) continue;
            yield return ($"in package.json: \"{name}\": \"{better}\"",
                options with { PackageScripts = options.PackageScripts.SetItem(name, better) });
            if (IsOneCommand(options.Command) && Words(script) is { } words)
                yield return ($"start the program itself, without a package manager: CMD {Json(words)}",
                    options with { Command = words });
            if (options.Npm < GoodNpm)
                yield return ($"use npm {GoodNpm} or newer, and in package.json: \"{name}\": \"{better}\"", options with
                {
                    Npm = GoodNpm, PackageScripts = options.PackageScripts.SetItem(name, better),
                });
        }

        if (options.Init == InitKind.None)
        {
            yield return ("start it under an init: ENTRYPOINT [\"tini\", \"--\"]",
                options with { Init = InitKind.Tini });
        }
    }

    private static IEnumerable<(string, SignalsOptions)> OfScript(SignalsOptions options, int at)
    {
        var script = options.Command[at];
        SignalsOptions With(string text) => options with { Command = options.Command.SetItem(at, text) };
        if (Words(script) is { } words)
            yield return ($"use the exec form: CMD {Json(words)}",
                options with { Command = [.. options.Command[..(at - Before(options.Command, at))], .. words] });
        if (WithExec(script) is { } better) yield return ($"let the shell step aside: {better}", With(better));
        if (Alone(script) is var (shorter, only))
        {
            yield return ($"let the shell step aside, and leave out what comes behind the service: {shorter}",
                With(shorter));
            yield return ($"start nothing but the service: {only}", With(only));
        }

        if (Last(script) is not { } last) yield break;
        var place = Offset(script, last.Position);
        const string trap = "p=$!; trap 'kill -TERM $p; wait $p' TERM; wait $p";
        var trapped = $"{script[..place]}{script[place..].TrimEnd()} & {trap}";
        yield return ($"let the shell pass SIGTERM on: {trapped}", With(trapped));
    }

    // Where the text of sh -c stands; the shell and its options are the words before it.
    private static int? CommandString(ImmutableArray<string> command)
    {
        for (var i = 0; i + 2 < command.Length; i++)
            if (ShellCall.IsShell(Launcher.BaseName(command[i])) && command[i + 1].StartsWith('-')
                && command[i + 1].EndsWith('c')) return i + 2;
        return null;
    }

    // Nothing else would be lost with the package manager.
    private static bool IsOneCommand(ImmutableArray<string> command) =>
        CommandString(command) is not { } at || Words(command[at]) is not null;

    private static int Before(ImmutableArray<string> command, int at) =>
        at > 2 && Launcher.BaseName(command[at - 3]) == "busybox" ? 3 : 2;

    private static string? WithExec(string script)
    {
        if (Last(script) is not { Words: [var first, ..] } last || first.Bare is null or "exec") return null;
        var at = Offset(script, first.Position);
        return script[..at] + "exec " + script[at..];
    }

    // The script up to the service, and the service by itself.
    private static (string Shorter, string Only)? Alone(string script)
    {
        var (parsed, _) = ShellParser.Parse(script, isBash: true);
        if (parsed is null || Steps.Service(parsed) is not { } service) return null;
        if (!service.Words.All(w => w.Bare is not null) || service.Words[0].Bare == "exec") return null;
        var only = "exec " + string.Join(' ', service.Words.Select(w => w.Bare));
        return (script[..Offset(script, service.Words[0].Position)] + only, only);
    }

    private static SimpleCommand? Last(string script)
    {
        var (parsed, _) = ShellParser.Parse(script, isBash: true);
        if (parsed?.Lines is not [.., { List.Items: [.., { IsBackground: false, Command: var command }] }]) return null;
        while (command is AndOr { IsOr: false } both) command = both.Right;
        return command as SimpleCommand;
    }

    private static int Offset(string script, ShellPosition position)
    {
        var at = 0;
        for (var line = 1; line < position.Line; line++) at = script.IndexOf('\n', at) + 1;
        return at + position.Column - 1;
    }

    // The words of a text that is nothing but one command without expansions.
    private static ImmutableArray<string>? Words(string script)
    {
        var (parsed, _) = ShellParser.Parse(script, isBash: true);
        return parsed is { Lines: [{ List.Items: [{ IsBackground: false, Command: SimpleCommand
            { Assignments.IsEmpty: true, Redirections.IsEmpty: true } simple }] }] }
            && simple.Words.All(w => w.Parts.All(p => p is LiteralPart))
            && simple.Words[0].Bare is not null
            ? [.. simple.Words.Select(w => string.Concat(w.Parts.OfType<LiteralPart>().Select(p => p.Text)))
                .Where((w, i) => i > 0 || w != "exec")]
            : null;
    }

    private static string Json(ImmutableArray<string> words) =>
        $"[{string.Join(", ", words.Select(w => $"\"{JsonEncodedText.Encode(w, Relaxed)}\""))}]";
}
