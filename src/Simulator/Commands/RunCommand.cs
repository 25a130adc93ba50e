using System.CommandLine;
using Simulator.Reports;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;

namespace Simulator.Commands;

/// <summary>
/// <c>simulator run FILE</c>: runs a scenario and its variants, judges them, writes tables and plots.
/// </summary>
internal sealed class RunCommand
{
    private readonly ScenarioInput _input = new();

    private readonly Option<string[]> _variants = new("--variant")
    {
        Description = "Run only this variant; 'baseline' is the file as it stands (repeatable; default: all).",
        HelpName = "NAME",
    };

    private readonly ChanceOptions _chances = new();

    private readonly Option<string?> _duration = new("--duration")
    {
        Description = "Instead of run.duration.",
        HelpName = "1m30s",
    };

    private readonly OutOption _out = new(
        "Folder for the results (default: results/<name of the scenario>).",
        "junit", "sarif", "md", "json", "csv", "html");

    private readonly Option<int?> _threads = NumberOption.Of(
        "--threads", "Replications at a time (default: one for each CPU); no number in the results depends on it.", 1);

    private readonly Option<bool> _requests = new("--requests")
    {
        Description = "Write requests.csv: every request of the first replications.",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "An inconclusive threshold fails." };
    private readonly Option<bool> _noPlots = new("--no-plots") { Description = "Tables only." };

    private readonly Option<string?> _traceEvents = new("--trace-events")
    {
        Description = "Write every event of the first variant's first replication.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _verifyEvents = new("--verify-events")
    {
        Description = "Stop at the first event that differs from an earlier --trace-events file.",
        HelpName = "FILE",
    };

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var run = new RunCommand();
        var command = new Command("run", "Run a scenario and its variants; judge them, write tables and plots.");
        run._input.AddTo(command);
        Option[] options =
        [
            run._variants, run._chances.Seed, run._chances.Replications, run._duration, run._threads, run._requests,
            run._strict, run._noPlots, run._traceEvents, run._verifyEvents,
        ];
        foreach (var option in options) command.Add(option);
        run._out.AddTo(command);
        command.SetAction(parsed => run.Run(parsed, terminal, cancel));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        var (folder, files) = _out.Read(parsed);
        var all = _input.Read(parsed, [.. Overrides(parsed)]);
        var scenarios = ScenarioInput.Select(all, parsed.GetValue(_variants) ?? []);
        var job = new RunJob
        {
            Variants = ScenarioInput.Variants(scenarios),
            Origin = RunOrigin.Of(Reproduction.Of(parsed), scenarios),
            Scenario = _input.File(parsed),
            Files = files,
            Folder = folder ?? Path.Combine("results", all[0].Scenario.Metadata.Name),
            Threads = parsed.GetValue(_threads),
            KeepRequests = parsed.GetValue(_requests),
            Plots = !parsed.GetValue(_noPlots),
            Strict = parsed.GetValue(_strict),
            TraceEvents = parsed.GetValue(_traceEvents),
            VerifyEvents = parsed.GetValue(_verifyEvents),
        };
        try
        {
            return job.Run(terminal, cancel);
        }
        catch (ScenarioException e)
        {
            throw new UserMistakeException([.. e.Problems.Select(p => ScenarioInput.Located(p, all[0]))]);
        }
    }

    private IEnumerable<Override> Overrides(ParseResult parsed)
    {
        foreach (var chance in _chances.Overrides(parsed)) yield return chance;
        if (parsed.GetValue(_duration) is { } duration) yield return Override.Set($"run.duration={duration}");
    }
}
