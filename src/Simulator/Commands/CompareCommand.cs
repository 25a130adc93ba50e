using System.Collections.Immutable;
using System.CommandLine;
using Simulator.Reports.Compare;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Commands;

/// <summary>
/// <c>simulator compare A B…</c>: files, or the variants of one, side by side under the same chances.
/// </summary>
internal sealed class CompareCommand
{
    private const string Text = "text";
    private const string Markdown = "markdown";

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A scenario with variants, or several scenarios; the first is what the others are held against.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _variants = new("--variant")
    {
        Description = "Of one file: this variant beside the file as it stands; repeated: these, the first as base.",
        HelpName = "NAME",
    };

    private readonly ChanceOptions _chances = new();

    private readonly Option<int?> _threads = NumberOption.Of(
        "--threads", "Replications at a time (default: one for each CPU); no number in the results depends on it.", 1);

    private readonly Option<string> _format = new("--format")
    {
        Description = "text, or markdown: a comment for a pull request.",
        DefaultValueFactory = _ => Text,
        HelpName = "text|markdown",
    };

    private readonly OutOption _out = new(
        "Folder for the table, the comment and the plots (default: results/<name>/compare).", "md", "csv");

    private readonly Option<string?> _attribute = new("--attribute")
    {
        Description = "Of two: split a metric's difference among the settings that differ (default: the first "
            + "percentile of a threshold).",
        HelpName = "METRIC",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _noPlots = new("--no-plots") { Description = "Tables only." };

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var compare = new CompareCommand();
        compare._format.AcceptOnlyFromAmong(Text, Markdown);
        var command = new Command(
            "compare", "Hold variants or files against each other: differences with their intervals.")
        {
            compare._files,
            compare._variants,
            compare._chances.Replications,
            compare._chances.Seed,
            compare._threads,
            compare._format,
            compare._attribute,
            compare._noPlots,
        };
        compare._out.AddTo(command);
        command.SetAction(parsed => compare.Run(parsed, terminal, cancel));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        var (asked, written) = _out.Read(parsed);
        var scenarios = Read(parsed);
        var variants = Named(scenarios);
        var first = scenarios[0];
        var mix = parsed.GetResult(_attribute) is null ? null : AttributionJob.Mixed(scenarios);
        var folder = asked ?? Path.Combine("results", first.Scenario.Metadata.Name, "compare");
        Results.Check(folder);
        RunResult run;
        try
        {
            run = Runner.Run(variants, new RunOptions
            {
                Threads = parsed.GetValue(_threads),
                CloseUps = false,
                Progress = (done, total) => terminal.Progress($"{done} of {total} runs"),
            }, cancel);
        }
        catch (ScenarioException e)
        {
            throw new UserMistakeException([.. e.Problems.Select(p => ScenarioInput.Located(p, first))]);
        }

        var metrics = VariantComparison.Of(run, variants);
        var attribution = mix is null ? null : new AttributionJob(mix, run, variants)
        {
            Metric = parsed.GetValue(_attribute),
            Threads = parsed.GetValue(_threads),
        }.Run(terminal, cancel);
        terminal.Progress("drawing");
        var files = ComparisonFiles.Of(
            run, Summary.Of(run, variants), metrics, attribution, !parsed.GetValue(_noPlots));
        Results.Write(folder, files, cancel);
        OutFiles.Write(written, kind => files.First(f => f.Name == "comparison." + kind).Write);
        terminal.Progress(null);
        if (parsed.GetValue(_format) == Markdown)
        {
            terminal.Output.Write(ComparisonMarkdown.Of(run, metrics));
            return ExitCode.Ok;
        }

        new ComparisonReport(terminal.Console, run, metrics).Write();
        if (attribution is not null)
            AttributionReport.Write(terminal.Console, attribution, variants[0].Name, variants[1].Name);
        terminal.Output.WriteLine($"All of it: {folder}");
        return ExitCode.Ok;
    }

    private ImmutableArray<EffectiveScenario> Read(ParseResult parsed)
    {
        var paths = parsed.GetValue(_files)!;
        var files = paths.Select(p => Read(p, parsed)).ToList();
        if (files.Count == 1)
        {
            var names = parsed.GetValue(_variants) ?? [];
            var chosen = ScenarioInput.Select(files[0], names);
            ImmutableArray<EffectiveScenario> all =
                chosen.Length > 1 || chosen[0].Name == VariantResult.Baseline ? chosen : [files[0][0], .. chosen];
            if (all.Length > 1) return all;
            throw UserMistakeException.File(
                paths[0], "one-of", "has no variant to compare with; name a second file, or add variants");
        }

        if (parsed.GetValue(_variants) is { Length: > 0 })
            throw new UserMistakeException(
                ["--variant: error[one-of] of several files each is compared as it stands; name one file"]);
        return [.. files.Select(f => f[0])];
    }

    private static ImmutableArray<RunVariant> Named(ImmutableArray<EffectiveScenario> scenarios)
    {
        // Of one file they have the names of its variants; files have their own.
        if (scenarios.DistinctBy(s => s.Name).Count() == scenarios.Length) return ScenarioInput.Variants(scenarios);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. scenarios.Select(s => new RunVariant(
                Unique(s.Scenario.Metadata.Name, used), s.Title, s.Sha256, s.Scenario)),
        ];
    }

    private ImmutableArray<EffectiveScenario> Read(string path, ParseResult parsed) =>
        ScenarioInput.Read(path, new ReadOptions { Overrides = [.. _chances.Overrides(parsed)] });

    // Two versions of one file have one name.
    private static string Unique(string name, Dictionary<string, int> used)
    {
        var count = used[name] = used.GetValueOrDefault(name) + 1;
        return count == 1 ? name : $"{name}-{count}";
    }
}
