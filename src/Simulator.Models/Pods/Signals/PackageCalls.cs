using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals.Shell;

namespace Simulator.Models.Pods.Signals;

/// <summary>npm, npx, yarn and pnpm as they are called: by name, or as node with their file.</summary>
internal static partial class PackageCalls
{
    private static readonly string[] Builtins =
        ["install", "ci", "i", "add", "config", "cache", "audit", "version", "--version", "-v", "init", "set"];

    /// <summary>Null: none of them.</summary>
    public static (string Title, Program Program)? Of(Launcher launcher, ImmutableArray<string> command)
    {
        var (file, words) = Launcher.BaseName(command[0]) is "node" or "nodejs" && command.Length > 1
            ? (command[1], command[2..])
            : (command[0], command[1..]);
        var name = Launcher.BaseName(file) switch
        {
            "npm" or "npm-cli.js" => "npm",
            "npx" or "npx-cli.js" => "npx",
            "yarn" or "yarn.js" or "yarnpkg" or "yarn.cjs" => "yarn",
            "pnpm" or "pnpm.cjs" => "pnpm",
            "pnpx" or "pnpx.cjs" => "pnpx",
            _ => null,
        };
        if (name is null || (file == command[0] && file.Contains(".js", StringComparison.Ordinal))) return null;
        var call = Parse(name, words);
        if (call.Verb is null || Builtins.Contains(call.Verb))
            return (name, new EndingProgram(launcher.Table, new ExitStatus(0), Duration.Zero));
        if (Script(launcher, name, call) is not { } script)
            return (name, new EndingProgram(launcher.Table, new ExitStatus(1), Duration.Zero));
        return Program(launcher, name, Versions(launcher, name, file), call, script);
    }

    private sealed record Call(string? Verb, ImmutableArray<string> Arguments);

    // The verb, and what follows it; options of the manager itself are left out.
    private static Call Parse(string name, ImmutableArray<string> words)
    {
        if (name is "npx" or "pnpx") words = ["exec", .. words];
        var i = 0;
        while (i < words.Length && words[i].StartsWith('-')) i += Takes(words[i]) ? 2 : 1;
        if (i >= words.Length) return new Call(null, []);
        var verb = words[i++];
        if (verb is "run" or "run-script" or "rum" or "urn")
        {
            while (i < words.Length && words[i].StartsWith('-')) i += Takes(words[i]) ? 2 : 1;
            if (i >= words.Length) return new Call(null, []);
            return new Call("run " + words[i], Rest(words, i + 1));
        }

        return verb is "exec" or "x" or "dlx" ? new Call("exec", words[i..]) : new Call(verb, Rest(words, i));
    }

    private static bool Takes(string option) =>
        option is "--prefix" or "-C" or "--dir" or "--cwd" or "-w" or "--workspace" or "-F" or "--filter";

    // npm passes on to the script what stands behind --; its own options it keeps.
    private static ImmutableArray<string> Rest(ImmutableArray<string> words, int from) =>
    [
        .. words.Skip(from).SkipWhile(w => w != "--" && w.StartsWith('-')).Where((w, i) => i > 0 || w != "--"),
    ];

    private static string? Script(Launcher launcher, string name, Call call)
    {
        if (call.Verb == "exec") return Exec(call.Arguments);
        var script = call.Verb!.StartsWith("run ", StringComparison.Ordinal) ? call.Verb[4..] : call.Verb;
        if (launcher.Options.PackageScripts.TryGetValue(script, out var text))
            return string.Join(' ', call.Arguments.Select(Quoted).Prepend(text));
        // yarn and pnpm look for a program of that name next.
        if (name is "yarn" or "pnpm" && call.Verb == script && script is not "start" and not "test")
            return string.Join(' ', call.Arguments.Prepend(call.Verb).Select(Quoted));
        launcher.Problem("unknown-script",
            $"package.json has no script '{script}'; known: {string.Join(", ", Names(launcher.Options))}");
        return null;
    }

    private static IEnumerable<string> Names(SignalsOptions options) =>
        options.PackageScripts.Keys.Order(StringComparer.Ordinal);

    // npx [-y] [-p PACKAGE] COMMAND…, npm exec -- COMMAND…, npx -c 'TEXT'.
    private static string Exec(ImmutableArray<string> words)
    {
        var i = 0;
        for (; i < words.Length && words[i].StartsWith('-'); i++)
        {
            if (words[i] is "-c" or "--call" && i + 1 < words.Length) return words[i + 1];
            if (words[i] is "-p" or "--package") i++;
            if (words[i] != "--") continue;
            i++;
            break;
        }

        return string.Join(' ', words.Skip(i).Select(Quoted));
    }

    private static string Quoted(string word) =>
        PlainWord().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static Version Versions(Launcher launcher, string name, string file)
    {
        if (Version.TryParse(VersionInPath().Match(file).Groups[1].Value, out var found)) return found;
        return name switch
        {
            "yarn" => launcher.Options.Yarn,
            "pnpm" or "pnpx" => launcher.Options.Pnpm,
            _ => launcher.Options.Npm,
        };
    }

    private static (string, Program) Program(Launcher launcher, string name, Version version, Call call, string script)
    {
        var shell = launcher.Options.ScriptShell is { } kind ? ShellCall.Name(kind) : "sh";
        ImmutableArray<string> command = [shell, "-c", script];
        // process.title: with -c the command is no argument.
        var shown = call.Verb != "exec" ? call.Verb! : call.Arguments.Contains("-c") ? "exec" : "exec " + script;
        var title = "npm " + shown;
        return name switch
        {
            "yarn" when version.Major >= 2 => ("node", new BerryProgram(launcher, LastCommand(script) ?? command)),
            "yarn" => ("node", new YarnProgram(launcher, command)),
            "pnpm" or "pnpx" => ("node", new PnpmProgram(launcher, command)),
            _ when version.Major < 7 => ("npm", new Npm6Program(launcher, command)),
            _ => (title, new NpmProgram(launcher, command, version)),
        };
    }

    // Berry's shell starts programs itself; what stands before the last has ended by then.
    private static ImmutableArray<string>? LastCommand(string script)
    {
        var (parsed, _) = ShellParser.Parse(script, isBash: false);
        if (parsed?.Lines is not [.., var line]) return null;
        var last = line.List.Items[^1].Command;
        while (last is AndOr and) last = and.Right;
        return last is SimpleCommand { Words.IsEmpty: false } simple
            ? [.. simple.Words.Select(w => string.Concat(w.Parts.OfType<LiteralPart>().Select(p => p.Text)))]
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_./:=@%+,-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainWord();

    [GeneratedRegex(@"(?:npm|yarn|pnpm)-v?(\d+\.\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionInPath();
}
