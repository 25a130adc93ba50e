using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Simulator.Reports.Explain;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Commands;

/// <summary><c>simulator explain FILE</c>: where a percentile of a latency went, and why.</summary>
internal sealed class ExplainCommand
{
    /// <summary>Of a chain, the causes nearest to the latency: each costs as much as the run.</summary>
    private const int MostTried = 3;

    private readonly ScenarioInput _input = new();

    private readonly Option<string[]> _variants = new("--variant")
    {
        Description = "Explain this variant (repeatable; default: the file as it stands, 'baseline').",
        HelpName = "NAME",
    };

    private readonly Option<string?> _metric = new("--metric")
    {
        Description = "A client's or an endpoint's latency (default: of the first latency threshold).",
        HelpName = "CLIENT.latency",
    };

    private readonly Option<double> _percentile = new("--percentile")
    {
        Description = "Which percentile (default: 99).",
        HelpName = "99",
        DefaultValueFactory = _ => 99,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value.TrimStart('p') : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var p) && p is > 0 and < 100)
                return p;
            result.AddError($"--percentile: '{text}' is not a number between 0 and 100.");
            return 0;
        },
    };

    private readonly Option<bool> _whatIf = new("--what-if")
    {
        Description = "Run it again without each cause that was found, under the same chances.",
    };

    private readonly ChanceOptions _chances = new();

    private readonly Option<int?> _threads = NumberOption.Of(
        "--threads", "Replications at a time (default: one for each CPU); no number in the results depends on it.", 1);

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for tables and plots (default: results/<name>/explain).",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _noPlots = new("--no-plots") { Description = "Tables only." };

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var explain = new ExplainCommand();
        var command = new Command("explain", "Say where a percentile of a latency went, and why, in words and pictures.");
        explain._input.AddTo(command);
        Option[] options =
        [
            explain._variants, explain._metric, explain._percentile, explain._whatIf, explain._chances.Seed,
            explain._chances.Replications, explain._threads, explain._out, explain._noPlots,
        ];
        foreach (var option in options) command.Add(option);
        command.SetAction(parsed => explain.Run(parsed, terminal, cancel));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        var all = Read(parsed);
        var folder = parsed.GetValue(_out) ?? Path.Combine("results", all[0].Scenario.Metadata.Name, "explain");
        Results.Check(folder);
        var names = parsed.GetValue(_variants) is { Length: > 0 } given ? given : [VariantResult.Baseline];
        var variants = ScenarioInput.Variants(ScenarioInput.Select(all, names));
        try
        {
            var explained = Explain(parsed, variants, terminal, cancel);
            var tried = explained.Select(e => Try(e, parsed, terminal, cancel)).ToList();
            terminal.Progress("drawing");
            Results.Write(folder, ExplainFiles.Of(explained, !parsed.GetValue(_noPlots)), cancel);
            terminal.Progress(null);
            var report = new ExplainReport(terminal.Console);
            foreach (var (one, remedies) in explained.Zip(tried)) report.Write(one, remedies);
            terminal.Output.WriteLine($"All of it: {folder}");
            return ExitCode.Ok;
        }
        catch (ScenarioException e)
        {
            throw new UserMistakeException([.. e.Problems.Select(p => ScenarioInput.Located(p, all[0]))]);
        }
    }

    private ImmutableArray<Explained> Explain(
        ParseResult parsed, ImmutableArray<RunVariant> variants, Terminal terminal, CancellationToken cancel)
    {
        var run = Runner.Run(variants, Options(parsed, terminal), cancel);
        var summary = Summary.Of(run, variants);
        var metric = MetricOf(parsed, run, summary);
        var explained = ImmutableArray.CreateBuilder<Explained>();
        for (var i = 0; i < variants.Length; i++)
        {
            if (Explanation.Of(run.Variants[i], metric, parsed.GetValue(_percentile)) is not { } what)
                throw new UserMistakeException(
                    [$"--metric: error[empty] {variants[i].Name} has no {metric} after warm-up: nobody asked, or all "
                        + "came too early"]);
            terminal.Progress("following the slowest");
            explained.Add(new Explained
            {
                Run = run,
                Variant = variants[i],
                Facts = run.Variants[i],
                Summary = summary.Variants[i],
                What = what,
                Course = what.Worst is { } worst
                    ? CourseRun.Of(variants[i].Scenario, what.WorstReplication, worst, cancel)
                    : null,
            });
        }

        return explained.ToImmutable();
    }

    private ImmutableArray<TriedRemedy> Try(
        Explained explained, ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        if (!parsed.GetValue(_whatIf)) return [];
        var tried = ImmutableArray.CreateBuilder<TriedRemedy>();
        var remedies = CauseChain.Of(explained).Select(c => c.Remedy).OfType<Remedy>()
            .DistinctBy(r => r.Words).Take(MostTried);
        foreach (var remedy in remedies.ToList())
        {
            tried.Add(Try(explained, remedy, parsed, terminal, cancel));
        }

        return tried.ToImmutable();
    }

    private TriedRemedy Try(
        Explained explained, Remedy remedy, ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        try
        {
            var changed = Read(parsed, [.. remedy.Changes.Select(
                c => c.Value is null ? Override.Unset(c.Path) : Override.Set($"{c.Path}={c.Value}"))]);
            var variant = ScenarioInput.Variants(ScenarioInput.Select(changed, [explained.Variant.Name]));
            var run = Runner.Run(variant, Options(parsed, terminal), cancel);
            var client = Summary.Of(run, variant).Variants[0].Clients.FirstOrDefault(c => c.Client == explained.Client);
            return new TriedRemedy(
                remedy, Explanation.Of(run.Variants[0], explained.What.Metric, explained.What.Rank)?.Latency,
                client?.ErrorRatio.Value);
        }
        catch (UserMistakeException mistake)
        {
            return new TriedRemedy(remedy, null, null, mistake.Lines[0]);
        }
    }

    private RunOptions Options(ParseResult parsed, Terminal terminal) => new()
    {
        Threads = parsed.GetValue(_threads),
        CloseUps = false,
        Progress = (done, total) => terminal.Progress($"{done} of {total} runs"),
    };

    private string MetricOf(ParseResult parsed, RunResult run, Summary summary)
    {
        var known = run.Variants[0].Replications[0].Breakdowns.Keys.ToList();
        if (parsed.GetValue(_metric) is { } name)
        {
            if (known.Contains(name)) return name;
            throw new UserMistakeException(
            [
                $"--metric: error[unknown-name] there is no latency '{name}' of a client or an endpoint; there are "
                + string.Join(", ", known),
            ]);
        }

        var clients = run.Variants[0].Replications[0].Clients.Keys.Select(c => MetricName.Of(c, "latency"));
        return summary.Variants[0].Verdicts.Select(v => v.Metric).FirstOrDefault(known.Contains) ?? clients.First();
    }

    private ImmutableArray<EffectiveScenario> Read(ParseResult parsed, params Override[] changes) =>
        _input.Read(parsed, [.. _chances.Overrides(parsed), .. changes]);
}
