using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals;

namespace Simulator.Scenarios.Truth;

/// <summary>From what a recording says about its set-up, partly in its name, to the model's options.</summary>
internal static partial class SignalsCall
{
    // The files beside the recorded command: package.json of app@1.0.0, and two entrypoints. The recordings name
    // them; their output (and the scripts' banners in it) shows what they hold.
    private static readonly ImmutableDictionary<string, string> Scripts = ImmutableDictionary<string, string>.Empty
        .Add("start", "node server.js")
        .Add("start-exec", "exec node server.js")
        .Add("start-build", "true && node server.js")
        .Add("start-two", "npm run start --silent");

    private static readonly Dictionary<string, string> Entrypoints = new(StringComparer.Ordinal)
    {
        ["ep_exec.sh"] = "#!/bin/sh\nset -e\necho start\nexec \"$@\"\n",
        ["ep_noexec.sh"] = "#!/bin/sh\nset -e\necho start\n\"$@\"\n",
    };

    public static SignalsOptions Of(SignalsRecordingEntry entry, Duration grace)
    {
        // <npms>/… and <build>/… stand for folders, and would be redirections in a shell's text.
        ImmutableArray<string> command = [.. entry.Argv.Select(w => Placeholder().Replace(w, "/$1"))];
        var options = new SignalsOptions
        {
            Command = command,
            Shell = IsUpstream(entry, command) ? ShellKind.Dash : ShellKind.DashDebian,
            ScriptShell = ScriptShell(entry.Id) ?? ShellOf(command),
            Runtime = Runtime(entry),
            Handler = entry.Handler ? AppHandler.Drain : AppHandler.None,
            Grace = grace,
            InFlight = InFlight(entry.Id),
            PackageScripts = Banner(entry.Out ?? ""),
            IsPid1 = entry.Pidns ?? true,
            IsSessionLeader = false,
            Environment = (entry.Env ?? []).ToImmutableDictionary(StringComparer.Ordinal),
            ReadScript = path => Script(entry, path),
        };
        return Versions(entry.Id, options);
    }

    // /bin/sh of the recorded machine was Debian's dash, whatever shell the command names.
    private static bool IsUpstream(SignalsRecordingEntry entry, ImmutableArray<string> command) =>
        entry.Id.StartsWith("upstream dash", StringComparison.Ordinal)
        || command.Any(w => UpstreamPath().IsMatch(w));

    // Where a command names a shell, its package managers were told to use it too.
    private static ShellKind? ShellOf(ImmutableArray<string> command)
    {
        foreach (var word in command)
        {
            switch (word[(word.LastIndexOf('/') + 1)..])
            {
                case "bash":
                    return ShellKind.Bash;
                case "busybox" or "ash":
                    return ShellKind.Busybox;
                case "dash":
                    return ShellKind.DashDebian;
            }
        }

        return null;
    }

    private static ShellKind? ScriptShell(string id) => ScriptShellName().Match(id).Groups[1].Value switch
    {
        "" => null,
        "bash" => ShellKind.Bash,
        var name when name.StartsWith("busybox", StringComparison.Ordinal) || name == "ash" => ShellKind.Busybox,
        "dash-upstream" => ShellKind.Dash,
        _ => ShellKind.DashDebian,
    };

    // The name of a binary does not say what it was made with.
    private static AppRuntime? Runtime(SignalsRecordingEntry entry)
    {
        if (GoWord().IsMatch(entry.Id)) return AppRuntime.Go;
        return Dotnet9Words().IsMatch(entry.Id) ? AppRuntime.Dotnet9 : null;
    }

    // Without a word about it the app drains for 200 ms.
    private static Duration InFlight(string id) => DrainWords().Match(id) is { Success: true } match
        ? Duration.FromSeconds(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        : Duration.FromMilliseconds(200);

    private static ImmutableDictionary<string, string> Banner(string output) => BannerLines().Match(output) is
        { Success: true } match
        ? Scripts.SetItem(match.Groups[1].Value, match.Groups[2].Value)
        : Scripts;

    private static string? Script(SignalsRecordingEntry entry, string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return entry.Files?.GetValueOrDefault(name) ?? Entrypoints.GetValueOrDefault(name);
    }

    private static SignalsOptions Versions(string id, SignalsOptions options)
    {
        foreach (Match match in ManagerVersion().Matches(id))
        {
            if (!Version.TryParse(match.Groups[2].Value, out var version)) continue;
            options = match.Groups[1].Value switch
            {
                "yarn" => options with { Yarn = version },
                "pnpm" => options with { Pnpm = version },
                _ => options with { Npm = version },
            };
        }

        return options;
    }

    [GeneratedRegex(@"dash-0\.5.*/dash$", RegexOptions.CultureInvariant)]
    private static partial Regex UpstreamPath();

    [GeneratedRegex(@"<([A-Za-z]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"script-shell=([a-z-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ScriptShellName();

    [GeneratedRegex(@"\bgo\b", RegexOptions.CultureInvariant)]
    private static partial Regex GoWord();

    [GeneratedRegex(@"\b(dotnet|net) ?9\b", RegexOptions.CultureInvariant)]
    private static partial Regex Dotnet9Words();

    [GeneratedRegex(@"\bdrain (\d+(?:\.\d+)?) ?s\b", RegexOptions.CultureInvariant)]
    private static partial Regex DrainWords();

    [GeneratedRegex(@"> app@[0-9.]+ ([A-Za-z:_-]+)(?: /\S*)?\n> ([^\n]+)", RegexOptions.CultureInvariant)]
    private static partial Regex BannerLines();

    [GeneratedRegex(@"\b(npm|npx|yarn|pnpm) (\d+\.\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex ManagerVersion();
}
