using System.CommandLine;
using System.CommandLine.Invocation;
using Simulator.Commands;
using Simulator.Kernel;
using Simulator.Scenarios.Language;

namespace Simulator;

/// <summary>The command line: from words to an exit code. Every way in which a command can end is here.</summary>
public static class Cli
{
    public static int Invoke(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancel)
    {
        var parsed = Root(terminal, cancel).Parse(OutOption.Spread(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        // System.CommandLine would end with 1, which is kept for our own bugs.
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction) return Misunderstood(terminal, parsed);
        var streams = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return parsed.Invoke(streams);
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
            CompareCommand.Create(terminal, cancel),
            SweepCommand.Create(terminal, cancel),
            SizeCommand.Create(terminal, cancel),
            ExplainCommand.Create(terminal, cancel),
            CheckCommand.Create(terminal),
            ConfigCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            TheoryCommand.Create(terminal),
            TruthCommand.Create(terminal, cancel),
            DnsCommand.Create(terminal),
            SignalsCommand.Create(terminal),
        };

    private static int Misunderstood(Terminal terminal, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // What follows an unknown word is most likely meant for it, and no mistake of its own.
        if (parsed.UnmatchedTokens.Count > 0)
            terminal.Error.WriteLine($"error[command-line] {Unknown(parsed.UnmatchedTokens[0], command)}");
        else
            foreach (var error in parsed.Errors) terminal.Error.WriteLine($"error[command-line] {error.Message}");
        var path = command is RootCommand ? "" : " " + string.Join(' ', Path(command));
        terminal.Error.WriteLine($"See simulator{path} --help.");
        return ExitCode.Invalid;
    }

    private static string Unknown(string word, Command command)
    {
        if (word.StartsWith('-'))
            return $"there is no option '{word}'.{Suggestion.For(word, command.Options.Select(o => o.Name))}";
        return command.Subcommands.Count > 0
            ? $"there is no command '{word}'.{Suggestion.For(word, command.Subcommands.Select(c => c.Name))}"
            : $"'{word}' is one argument too many.";
    }

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().Where(p => p is not RootCommand).Select(p => p.Name).Append(command.Name);

    private static void WriteBug(TextWriter error, Exception bug)
    {
        var cause = bug is SimulationException { InnerException: { } inner } ? inner : bug;
        error.WriteLine(bug is SimulationException
            ? $"internal error: {bug.Message}"
            : $"internal error: {bug.GetType().Name}: {bug.Message}");
        var version = typeof(Cli).Assembly.GetName().Version!.ToString(3);
        error.WriteLine("This is a bug of the simulator, not of the scenario. Please report it to its issues,");
        error.WriteLine($"with the scenario, the command line, version {version} and these lines:");
        error.WriteLine(cause.StackTrace);
    }
}
