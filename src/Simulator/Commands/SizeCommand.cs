using System.CommandLine;
using Simulator.Reports.Sizing;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;
using Simulator.Scenarios.Sizing;

namespace Simulator.Commands;

/// <summary><c>simulator size FILE</c>: the smallest CPU limit of a service with which everything holds.</summary>
internal sealed class SizeCommand
{
    private const string AsTheyCome = "none";
    private const string Scaled = "scaled";
    private const int FewestReplications = 5;

    private readonly ScenarioInput _input = new();

    private readonly Option<string?> _variant = new("--variant")
    {
        Description = "Size this variant (default: the file as it stands).",
        HelpName = "NAME",
    };

    private readonly Option<string?> _service = new("--service")
    {
        Description = "Whose limit (default: the only service with one).",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _require = new("--require")
    {
        Description = "What must hold, 'pdf.render.latency p99 < 500ms', instead of the thresholds (repeatable).",
        HelpName = "CONDITION",
    };

    private readonly Option<bool> _andThresholds = new("--and-thresholds")
    {
        Description = "The scenario's thresholds must hold beside --require.",
    };

    private readonly Option<string?> _range = new("--range")
    {
        Description = "Limits to choose from, such as 250m..2:50m (default: from the request to the node's CPUs).",
        HelpName = "LIMITS",
    };

    private readonly Option<CpuQuantity?> _step = new("--step")
    {
        Description = "Between limits (default: 50m, less for small limits).",
        HelpName = "CPU",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (CpuQuantity.TryParse(text, out var step) && step.Millicores > 0) return step;
            result.AddError($"--step: '{text}' is not an amount of CPU such as 50m or 0.1.");
            return null;
        },
    };

    private readonly Option<string[]> _over = new("--over")
    {
        Description = "Vary this too, services.pdf.runtime.threads=1,2,4: an answer for each (repeatable).",
        HelpName = "PATH=VALUES",
    };

    private readonly Option<string> _burstiness = new("--burstiness")
    {
        Description = "scaled: also with half and twice as many requests at once; none: as they come, only.",
        DefaultValueFactory = _ => Scaled,
        HelpName = "scaled|none",
    };

    private readonly Option<int?> _replications = NumberOption.Of(
        "--replications", "Of each limit at least (default: 5).", 3);

    private readonly Option<int?> _maxReplications = NumberOption.Of(
        "--max-replications", "Of a limit that cannot be told from a bound (default: 100).", 3);

    private readonly Option<ulong?> _seed = NumberOption.Of("--seed", "Instead of run.seed.", 0UL);

    private readonly Option<int?> _threads = NumberOption.Of(
        "--threads", "Replications at a time (default: one for each CPU); no number in the results depends on it.", 1);

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for tables, plot and patch (default: results/<name>/size).",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _noPlots = new("--no-plots") { Description = "Tables only." };

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var size = new SizeCommand();
        size._burstiness.AcceptOnlyFromAmong(Scaled, AsTheyCome);
        var command = new Command("size", "Find the smallest CPU limit with which everything holds, and say why.");
        size._input.AddTo(command);
        Option[] options =
        [
            size._variant, size._service, size._require, size._andThresholds, size._range, size._step, size._over,
            size._burstiness, size._replications, size._maxReplications, size._seed, size._threads, size._out,
            size._noPlots,
        ];
        foreach (var option in options) command.Add(option);
        command.SetAction(parsed => size.Run(parsed, terminal, cancel));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        if (parsed.GetValue(_range) is not null && parsed.GetValue(_step) is not null)
            throw new UserMistakeException(["--step: error[one-of] --range has its own step; leave one away"]);
        var (plan, mistakes) = SizePlan.Of(Read(parsed), new SizeRequest
        {
            Service = parsed.GetValue(_service),
            Required = parsed.GetValue(_require) ?? [],
            KeepsThresholds = parsed.GetValue(_andThresholds),
            Range = parsed.GetValue(_range),
            Step = parsed.GetValue(_step),
            Over = parsed.GetValue(_over) ?? [],
        });
        if (plan is null) throw new UserMistakeException([.. mistakes.Select(m => m.ToString())]);
        var folder = parsed.GetValue(_out)
            ?? Path.Combine("results", plan.Scenario.Scenario.Metadata.Name, "size");
        Results.Check(folder);
        var result = Sizer.Run(plan, new SizeOptions
        {
            MaxReplications = parsed.GetValue(_maxReplications) ?? 100,
            Bursts = parsed.GetValue(_burstiness) == Scaled,
            Threads = parsed.GetValue(_threads),
            Progress = terminal.Progress,
        }, cancel);
        terminal.Progress("drawing");
        var files = SizeFiles.Of(result, !parsed.GetValue(_noPlots));
        Results.Write(folder, files, cancel);
        terminal.Progress(null);
        new SizeReport(terminal.Console, result).Write();
        if (DeploymentPatch.Body(result) is { } patch) terminal.Output.WriteLine(patch);
        terminal.Output.WriteLine($"{folder}: {string.Join(", ", files.Select(f => f.Name))}");
        return result.IsFound ? ExitCode.Ok : ExitCode.Failed;
    }

    private EffectiveScenario Read(ParseResult parsed)
    {
        List<Override> overrides =
            [Override.Set($"run.replications={parsed.GetValue(_replications) ?? FewestReplications}")];
        if (parsed.GetValue(_seed) is { } seed) overrides.Add(Override.Set($"run.seed={seed}"));
        var all = _input.Read(parsed, [.. overrides]);
        return ScenarioInput.Select(all, [parsed.GetValue(_variant) ?? VariantResult.Baseline])[0];
    }
}
