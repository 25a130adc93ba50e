using System.CommandLine;
using System.CommandLine.Invocation;
using Simulator.Commands;
using Simulator.Kernel;

namespace Simulator;

/// <summary>The command line: from words to an exit code. Every way in which a command can end is here.</summary>
public static class Cli
{
    public static int Invoke(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancel)
    {
        var parsed = Root(terminal, cancel).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction mistakes) mistakes.ShowHelp = false;
        var streams = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            var code = parsed.Invoke(streams);
            // System.CommandLine ends with 1 when it does not understand; 1 is kept for our own bugs.
            return parsed.Errors.Count > 0 ? Misunderstood(terminal, parsed) : code;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Progress(null);
            terminal.Error.WriteLine("interrupted; nothing was written");
            return ExitCode.Interrupted;
        }
        catch (UserMistakeException mistake)
        {
            terminal.Progress(null);
            foreach (var line in mistake.Lines) terminal.Error.WriteLine(line);
            return ExitCode.Invalid;
        }
        catch (Exception bug)
        {
            terminal.Progress(null);
            WriteBug(terminal.Error, bug);
            return ExitCode.InternalError;
        }
    }

    private static RootCommand Root(Terminal terminal, CancellationToken cancel) =>
        new("Runs scenarios of Kubernetes services and says why they are slow.")
        {
            RunCommand.Create(terminal, cancel),
            CheckCommand.Create(terminal),
            ConfigCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            TheoryCommand.Create(terminal),
            TruthCommand.Create(terminal, cancel),
        };

    private static int Misunderstood(Terminal terminal, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command is RootCommand ? "" : " " + parsed.CommandResult.Command.Name;
        terminal.Error.WriteLine($"See simulator{command} --help.");
        return ExitCode.Invalid;
    }

    private static void WriteBug(TextWriter error, Exception bug)
    {
        var cause = bug is SimulationException { InnerException: { } inner } ? inner : bug;
        error.WriteLine(bug is SimulationException
            ? $"internal error: {bug.Message}"
            : $"internal error: {bug.GetType().Name}: {bug.Message}");
        error.WriteLine("This is a bug of the simulator, not of the scenario. Please report it to the project's issues with");
        error.WriteLine($"the scenario, the command line, version {typeof(Cli).Assembly.GetName().Version!.ToString(3)} and these lines:");
        error.WriteLine(cause.StackTrace);
    }
}
