using System.CommandLine;
using System.Text;
using Simulator.Models.Pods.Signals;
using Simulator.Reports.Signals;

namespace Simulator.Commands;

/// <summary><c>simulator signals -- COMMAND…</c>: what SIGTERM does to a container's command.</summary>
internal sealed class SignalsCommand
{
    private const string NoPackageJson =
        "there is no package.json here (--app names its folder): start is taken to be 'node server.js'";

    private static readonly string[] Managers = ["npm", "npx", "yarn", "pnpm"];

    private readonly Argument<string[]> _words = new("COMMAND")
    {
        Description = "Several words: the exec form. One word: a JSON array, or the shell form, /bin/sh -c.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _shell = Choice("--shell", "What /bin/sh is in the image", "dash-debian",
        ShutdownWords.Shells.Select(s => s.Word));

    private readonly Option<string?> _npm = Text("--npm", "VERSION", "Of npm (default: 10.8.2).");
    private readonly Option<string?> _yarn = Text("--yarn", "VERSION", "Of yarn (default: 1.22.22).");
    private readonly Option<string?> _pnpm = Text("--pnpm", "VERSION", "Of pnpm (default: 9.15.9).");

    private readonly Option<string> _init = Choice("--init", "What starts the command", "none",
        ShutdownWords.Inits.Select(i => i.Word));

    private readonly Option<string?> _runtime = new("--runtime")
    {
        Description = "What the service runs on (default: by its name): "
            + string.Join(", ", ShutdownWords.Runtimes.Select(r => r.Word)),
        HelpName = "RUNTIME",
    };

    private readonly Option<string> _handler = Choice("--handler", "What the service does at SIGTERM", "drain",
        ShutdownWords.Handlers.Select(h => h.Word));

    private readonly Option<string?> _grace =
        Text("--grace", "DURATION", "terminationGracePeriodSeconds (default: 30s).");

    private readonly Option<string?> _inFlight =
        Text("--in-flight", "DURATION", "How long the service needs for what is in flight (default: 200ms).");

    private readonly Option<string[]> _env = new("--env")
    {
        Description = "A variable of the container; may be repeated.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string> _app = new("--app")
    {
        Description = "Folder with package.json and the scripts of the image (default: this one).",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string> _format = Choice("--format", "Of the answer", "text", ["text", "json"]);

    private SignalsCommand() =>
        _runtime.AcceptOnlyFromAmong([.. ShutdownWords.Runtimes.Select(r => r.Word)]);

    public static Command Create(Terminal terminal)
    {
        var options = new SignalsCommand();
        var command = new Command("signals", "Show what SIGTERM does to a container's command, why, and what helps.")
        {
            options._words, options._shell, options._npm, options._yarn, options._pnpm, options._init,
            options._runtime, options._handler, options._grace, options._inFlight, options._env, options._app,
            options._format,
        };
        command.SetAction(parsed => options.Run(terminal, parsed));
        return command;
    }

    private int Run(Terminal terminal, ParseResult parsed)
    {
        var image = new ImageFolder(parsed.GetValue(_app)!);
        var options = Options(parsed, image);
        var (result, problems) = ShutdownRun.Run(options);
        if (result is null) throw new UserMistakeException([.. problems.Select(p => Line(options, p))]);
        if (image.PackageScripts([]) is null && result.Tree.Any(p => IsPackageManager(p.CommandLine)))
            result = result with { Notes = result.Notes.Add(NoPackageJson) };
        var advice = ShutdownAdvice.For(options);
        if (parsed.GetValue(_format) == "json")
        {
            using var text = new MemoryStream();
            SignalsJson.Write(text, options, result, advice);
            terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
        }
        else
        {
            SignalsReport.Write(terminal.Console, options, result, advice);
        }

        return ExitCode.Ok;
    }

    private static bool IsPackageManager(string command) => command.Split(' ', '/').Intersect(Managers).Any();

    private SignalsOptions Options(ParseResult parsed, ImageFolder image)
    {
        var errors = new List<string>();
        var options = new SignalsOptions
        {
            Command = SignalsWords.Command(parsed.GetValue(_words)!, errors),
            Shell = ShutdownWords.Shells.First(s => s.Word == parsed.GetValue(_shell)).Kind,
            Init = ShutdownWords.Inits.First(i => i.Word == parsed.GetValue(_init)).Kind,
            Handler = ShutdownWords.Handlers.First(h => h.Word == parsed.GetValue(_handler)).Kind,
            Runtime = parsed.GetValue(_runtime) is { } runtime
                ? ShutdownWords.Runtimes.First(r => r.Word == runtime).Kind
                : null,
            Environment = SignalsWords.Variables(parsed.GetValue(_env) ?? [], errors),
            ReadScript = image.Script,
        };
        if (image.PackageScripts(errors) is { } scripts) options = options with { PackageScripts = scripts };
        options = options with
        {
            Npm = SignalsWords.Version("--npm", parsed.GetValue(_npm), errors) ?? options.Npm,
            Yarn = SignalsWords.Version("--yarn", parsed.GetValue(_yarn), errors) ?? options.Yarn,
            Pnpm = SignalsWords.Version("--pnpm", parsed.GetValue(_pnpm), errors) ?? options.Pnpm,
            Grace = SignalsWords.Span("--grace", parsed.GetValue(_grace), errors) ?? options.Grace,
            InFlight = SignalsWords.Span("--in-flight", parsed.GetValue(_inFlight), errors) ?? options.InFlight,
        };
        return errors.Count == 0 ? options : throw new UserMistakeException(errors);
    }

    // A mistake in a script has its place; the text of that line is shown, so that it can be found.
    private static string Line(SignalsOptions options, SignalsProblem problem)
    {
        var message = Clean(problem.Message) + problem.Code switch
        {
            "unknown-script" => " (--app names the folder of package.json and scripts)",
            "unknown-command" => " (--env NAME=VALUE gives a variable)",
            _ => "",
        };
        if (problem.Position is not { } at) return $"COMMAND: error[{problem.Code}] {message}";
        var text = $"COMMAND:{at.Line}:{at.Column}: error[{problem.Code}] {message}";
        var script = problem.Script ?? (options.Command is [_, _, var only] ? only : null);
        if (script?.Split('\n').ElementAtOrDefault(at.Line - 1) is not { Length: > 0 and <= 200 } line) return text;
        var shown = Clean(line);
        return $"{text}\n  {shown}\n  {new string(' ', Math.Min(at.Column - 1, shown.Length))}^";
    }

    private static string Clean(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    private static Option<string> Choice(string name, string what, string usual, IEnumerable<string> words)
    {
        string[] choice = [.. words];
        var option = new Option<string>(name)
        {
            Description = $"{what}: {string.Join(", ", choice)}",
            DefaultValueFactory = _ => usual,
        };
        option.AcceptOnlyFromAmong(choice);
        return option;
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };
}
