using System.Collections.Immutable;
using System.CommandLine;
using Simulator.Reports.Formats;
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
        var outputs = new OutOption(null, "junit", "sarif");
        outputs.AddTo(command);
        command.SetAction(parsed =>
        {
            var (_, written) = outputs.Read(parsed);
            List<CheckedFile> all = [.. parsed.GetRequiredValue(files).Select(f => new CheckedFile(f, Mistakes(f)))];
            foreach (var mistake in all.SelectMany(f => f.Mistakes)) terminal.Error.WriteLine(mistake);
            OutFiles.Write(written, kind => kind == "junit"
                ? s => JunitReport.Write(s, all)
                : s => SarifReport.Write(s, all));
            var bad = all.Count(f => f.Mistakes.Length > 0);
            var good = all.Count - bad;
            terminal.Output.WriteLine(bad == 0 ? $"{Count(good)} valid" : $"{Count(good)} valid, {Count(bad)} not");
            return bad == 0 ? ExitCode.Ok : ExitCode.Invalid;
        });
        return command;
    }

    private static string Count(int files) => files == 1 ? "1 scenario" : $"{files} scenarios";

    private static ImmutableArray<Diagnostic> Mistakes(string file)
    {
        var read = ScenarioReader.ReadFile(file);
        if (!read.IsValid) return read.Diagnostics;
        var scenario = read.Baseline!;
        var problems = Runner.Problems(ScenarioInput.Variants([scenario, .. read.Variants]));
        return
        [
            .. problems.Select(p => new Diagnostic(
                scenario.Locate(p.Segments.AsSpan()), p.Code, p.Path, p.Message)),
        ];
    }
}
