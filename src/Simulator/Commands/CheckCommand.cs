using System.CommandLine;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;

namespace Simulator.Commands;

/// <summary><c>simulator check FILES…</c>: all mistakes of all files at once, without running anything.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILES")
        {
            Description = "Scenarios, YAML.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("check", "Find all mistakes of scenarios without running them.") { files };
        command.SetAction(parsed =>
        {
            var mistakes = parsed.GetRequiredValue(files).Select(f => (File: f, Lines: Mistakes(f))).ToList();
            foreach (var line in mistakes.SelectMany(m => m.Lines)) terminal.Error.WriteLine(line);
            var bad = mistakes.Count(m => m.Lines.Count > 0);
            var good = mistakes.Count - bad;
            terminal.Output.WriteLine(bad == 0 ? $"{Count(good)} valid" : $"{Count(good)} valid, {Count(bad)} not");
            return bad == 0 ? ExitCode.Ok : ExitCode.Invalid;
        });
        return command;
    }

    private static string Count(int files) => files == 1 ? "1 scenario" : $"{files} scenarios";

    private static List<string> Mistakes(string file)
    {
        var read = ScenarioReader.ReadFile(file);
        if (!read.IsValid) return [.. read.Diagnostics.Select(d => d.ToString())];
        var problems = Runner.Problems(ScenarioInput.Variants([read.Baseline!, .. read.Variants]));
        return [.. problems.Select(p => ScenarioInput.Located(p, read.Baseline!))];
    }
}
