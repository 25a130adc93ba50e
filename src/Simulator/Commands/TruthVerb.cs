using System.CommandLine;
using System.Text;
using Simulator.Reports;
using Spectre.Console;

namespace Simulator.Commands;

/// <summary>What all <c>truth</c> commands share: their options, the files they write, how they end.</summary>
internal sealed class TruthVerb
{
    public required string Name { get; init; }

    /// <summary>One line for the help.</summary>
    public required string About { get; init; }

    /// <summary>As the help names a file of recordings.</summary>
    public string Recordings { get; init; } = "FILE.json";

    /// <summary>What is written to the folder, for the help.</summary>
    public required string Artifacts { get; init; }

    /// <summary>From a file's name (null: the recordings that come with the simulator) to what came of it.</summary>
    public required Func<string?, CancellationToken, TruthResult> Compare { get; init; }

    public Command Create(Terminal terminal, CancellationToken cancel)
    {
        var recordings = new Option<string?>("--recordings")
        {
            Description = "File of recordings (default: the ones that come with the simulator).",
            HelpName = Recordings,
        };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var output = new Option<string>("--out")
        {
            Description = $"Folder for {Artifacts}.",
            DefaultValueFactory = _ => Path.Combine("results", "truth"),
        };
        var command = new Command(Name, About) { recordings, format, output };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(output)!;
            Results.Check(folder);
            var result = Compare(parsed.GetValue(recordings), cancel);
            Results.Write(folder, result.Files, cancel);
            Write(terminal, folder, result, parsed.GetValue(format) == "json");
            return result.IsMet ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Write(Terminal terminal, string folder, TruthResult result, bool json)
    {
        if (json)
        {
            using var text = new MemoryStream();
            result.WriteJson(text);
            terminal.Output.Write(Encoding.UTF8.GetString(text.ToArray()));
        }
        else
        {
            result.WriteText(terminal.Console);
            terminal.Output.WriteLine();
            terminal.Output.WriteLine($"All of it: {Path.Combine(folder, result.Files[0].Name)}");
        }

        foreach (var aside in result.Asides) terminal.Error.WriteLine(aside);
    }
}

/// <summary>What a comparison with recordings came to.</summary>
/// <param name="IsMet">All figures are inside their bounds.</param>
/// <param name="Files">The table first.</param>
/// <param name="WriteText">For a person.</param>
/// <param name="WriteJson">For a machine.</param>
internal sealed record TruthResult(
    bool IsMet, IReadOnlyList<ResultFile> Files, Action<IAnsiConsole> WriteText, Action<Stream> WriteJson)
{
    /// <summary>What was not compared, and why: for stderr.</summary>
    public IReadOnlyList<string> Asides { get; init; } = [];
}
