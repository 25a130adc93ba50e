using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals.Shell;

namespace Simulator.Models.Pods.Signals;

/// <summary>What execve(2) does not say: what the caller knows of the new program.</summary>
/// <param name="IsStep">Something of its own comes after it, so it ends: a migration, a build.</param>
/// <param name="Input">Who writes its standard input; null: nobody.</param>
/// <param name="Variables">Its environment.</param>
internal sealed record LaunchContext(bool IsStep, OsProcess? Input, ImmutableDictionary<string, string> Variables);

/// <summary>From the words of a command to the program that runs in a process.</summary>
internal sealed class Launcher
{
    // A loop that sleeps for a tenth of a second starts a hundred before SIGTERM, and three hundred in the grace.
    private const int MostPrograms = 5000;

    private readonly ImmutableDictionary<string, string> _variables;
    private int _programs;

    public Launcher(Simulation simulation, SignalsOptions options)
    {
        (Options, Table) = (options, new ProcessTable(simulation));
        _variables = options.Environment;
    }

    public SignalsOptions Options { get; }

    public ProcessTable Table { get; }

    /// <summary>What cannot be run as it stands; the run says nothing then.</summary>
    public List<SignalsProblem> Problems { get; } = [];

    /// <summary>What had to be assumed.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Texts that the container has written, such as a pid file.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>execve(2) in a process: shells, inits and tools as what they are, everything else as the
    /// service.</summary>
    public void Exec(OsProcess process, ImmutableArray<string> command, LaunchContext? context = null)
    {
        context ??= new LaunchContext(IsStep: false, Input: null, _variables);
        if (++_programs > MostPrograms)
        {
            Problem("endless", $"it starts more than {MostPrograms} programs: '{command[0]}' seems to start itself");
            ProcessTable.Exec(process, new EndlessProgram(), "", "");
            return;
        }

        var (name, program, title) = Resolve(process, ref command, ref context);
        ProcessTable.Exec(process, program, title ?? name, string.Join(' ', command));
    }

    public void Note(string text)
    {
        if (!Notes.Contains(text)) Notes.Add(text);
    }

    public void Problem(string code, string message, ShellPosition? position = null, string? script = null) =>
        Problems.Add(new SignalsProblem(code, message, position, script));

    private (string Name, Program Program, string? Title) Resolve(
        OsProcess process, ref ImmutableArray<string> command, ref LaunchContext context)
    {
        for (var replaced = 0; replaced < 100; replaced++)
        {
            if (Wrappers.Unwrap(this, process, command, ref context) is not { } inner) break;
            if (inner.IsEmpty) return ("env", new EndingProgram(Table, new ExitStatus(0), Duration.Zero), null);
            command = inner;
        }

        var name = BaseName(command[0]);
        if (context.IsStep)
            return (name, new EndingProgram(Table, new ExitStatus(0), Duration.Zero), null);
        if (ShellCall.Of(this, command, context) is { } shell) return (shell.Name, shell.Program, null);
        if (PackageCalls.Of(this, command) is { } manager) return (manager.Title, manager.Program, manager.Title);
        return (name, Tools.Of(this, name, command, context) ?? Service(name), null);
    }

    private AppProgram Service(string name) => new AppProgram(Table, Options.Runtime ?? RuntimeOf(name), Options);

    private static AppRuntime RuntimeOf(string name) => name switch
    {
        "node" or "nodejs" or "next" or "nest" or "ts-node" or "tsx" or "bun" => AppRuntime.Node,
        "java" => AppRuntime.Jvm,
        "dotnet" => AppRuntime.Dotnet10,
        "gunicorn" or "uvicorn" or "celery" or "flask" or "hypercorn" => AppRuntime.Python,
        _ when name.StartsWith("python", StringComparison.Ordinal) => AppRuntime.Python,
        _ => AppRuntime.Native,
    };

    public static string BaseName(string path) => path[(path.LastIndexOf('/') + 1)..];
}

/// <summary>Why a command cannot be judged, with its place where it has one.</summary>
/// <param name="Code">For machines.</param>
/// <param name="Message">With the way out.</param>
/// <param name="Position">Within the script; null: the command as a whole.</param>
/// <param name="Script">The text that holds the position; null: none.</param>
public sealed record SignalsProblem(string Code, string Message, ShellPosition? Position, string? Script);
