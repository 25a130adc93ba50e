using System.CommandLine;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sweeps;
using Simulator.Scenarios.Trials;

namespace Simulator.Commands;

/// <summary>
/// <c>simulator sweep FILE --sweep path=values</c>: the same scenario at many settings; interrupted, it goes on.
/// </summary>
internal sealed class SweepCommand
{
    private readonly ScenarioInput _input = new();

    private readonly Option<string[]> _sweeps = new("--sweep")
    {
        Description = "Vary one value: 250m,500m,1 or 250m..2:250m (steps), 250m..2#9 (so many), 250m..2*2 (times two). "
            + "Repeated: each with each. Default: the file's sweep section.",
        HelpName = "PATH=VALUES",
    };

    private readonly Option<bool> _zip = new("--zip")
    {
        Description = "The first value of each with the first of the others, and so on, instead of each with each.",
    };

    private readonly Option<string?> _variant = new("--variant")
    {
        Description = "Sweep this variant instead of the file as it stands.",
        HelpName = "NAME",
    };

    private readonly PrecisionOption _precision = new();
    private readonly ChanceOptions _chances = new();

    private readonly Option<int?> _threads = NumberOption.Of(
        "--threads", "Replications at a time (default: one for each CPU); no number in the results depends on it.", 1);

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for the results (default: results/<name>/sweep); its .points keeps what is finished.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _noPlots = new("--no-plots") { Description = "Tables only." };

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var sweep = new SweepCommand();
        var command = new Command("sweep", "Run a scenario at many settings: a table, and where the verdict changes.");
        sweep._input.AddTo(command);
        command.Add(sweep._sweeps);
        command.Add(sweep._zip);
        command.Add(sweep._variant);
        sweep._precision.AddTo(command);
        Option[] options =
        [
            sweep._chances.Seed, sweep._chances.Replications, sweep._threads, sweep._out, sweep._noPlots,
        ];
        foreach (var option in options) command.Add(option);
        command.SetAction(parsed => sweep.Run(parsed, terminal, cancel));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        var (precision, most) = _precision.Read(parsed);
        var all = _input.Read(parsed, [.. _chances.Overrides(parsed)]);
        var scenario = ScenarioInput.Select(all, [parsed.GetValue(_variant) ?? VariantResult.Baseline])[0];
        var (plan, mistakes) = SweepPlan.Of(scenario, parsed.GetValue(_sweeps) ?? [], parsed.GetValue(_zip));
        if (plan is null) throw new UserMistakeException([.. mistakes.Select(m => m.ToString())]);
        var job = new SweepJob
        {
            Plan = plan,
            Folder = parsed.GetValue(_out) ?? Path.Combine("results", scenario.Scenario.Metadata.Name, "sweep"),
            Options = new TrialOptions
            {
                Precision = precision,
                MaxReplications = most,
                Threads = parsed.GetValue(_threads),
            },
            Plots = !parsed.GetValue(_noPlots),
        };
        return job.Run(terminal, cancel);
    }
}
