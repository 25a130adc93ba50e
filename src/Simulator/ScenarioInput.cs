using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;

namespace Simulator;

/// <summary>The part of a command line that names a scenario and what is laid over it.</summary>
internal sealed class ScenarioInput
{
    private readonly Argument<string> _file = new("FILE") { Description = "The scenario, YAML." };

    private readonly Option<string[]> _overlays = new("-f", "--overlay")
    {
        Description = "Lay this file over the scenario (repeatable, in order).",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Change one value (repeatable, in order; never split on commas).",
        HelpName = "PATH=VALUE",
    };

    private readonly Option<string[]> _unset = new("--unset")
    {
        Description = "Remove one value (repeatable, in order with --set).",
        HelpName = "PATH",
    };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_overlays);
        command.Add(_set);
        command.Add(_unset);
    }

    /// <summary>The scenario as it was named.</summary>
    public string File(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>The baseline and every variant, all valid.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="last">Overrides that other options stand for; they win.</param>
    /// <exception cref="UserMistakeException">With all the scenario's mistakes.</exception>
    public ImmutableArray<EffectiveScenario> Read(ParseResult parsed, params ReadOnlySpan<Override> last) =>
        Read(parsed.GetRequiredValue(_file), new ReadOptions
        {
            Overlays = [.. parsed.GetValue(_overlays) ?? []],
            Overrides = [.. Overrides(parsed), .. last],
        });

    /// <summary>A file's baseline and every variant, all valid.</summary>
    /// <exception cref="UserMistakeException">With all the scenario's mistakes.</exception>
    public static ImmutableArray<EffectiveScenario> Read(string path, ReadOptions options)
    {
        var read = ScenarioReader.ReadFile(path, options);
        return read.IsValid
            ? [read.Baseline!, .. read.Variants]
            : throw new UserMistakeException([.. read.Diagnostics.Select(d => d.ToString())]);
    }

    /// <summary>Those of the names given, in the order of the file.</summary>
    /// <exception cref="UserMistakeException">There is no such variant.</exception>
    public static ImmutableArray<EffectiveScenario> Select(
        ImmutableArray<EffectiveScenario> all, IReadOnlyCollection<string> names)
    {
        var known = string.Join(", ", all.Select(v => v.Name));
        var unknown = names.Where(n => all.All(v => v.Name != n)).ToList();
        string Line(string name) => $"--variant: error[unknown-name] there is no variant '{name}'; there are {known}";
        if (unknown.Count > 0) throw new UserMistakeException([.. unknown.Select(Line)]);
        return names.Count == 0 ? all : [.. all.Where(v => names.Contains(v.Name))];
    }

    public static ImmutableArray<RunVariant> Variants(IEnumerable<EffectiveScenario> scenarios) =>
        [.. scenarios.Select(s => new RunVariant(s.Name, s.Title, s.Sha256, s.Scenario))];

    /// <summary>A mistake that shows only when the parts are put together, at the place where it was written.</summary>
    public static string Located(ScenarioProblem problem, EffectiveScenario scenario) =>
        $"{scenario.Locate(problem.Segments.AsSpan())}: {problem}";

    // --set and --unset in the order in which they were typed.
    private IEnumerable<Override> Overrides(ParseResult parsed)
    {
        var tokens = parsed.Tokens;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Type != TokenType.Option) continue;
            if (tokens[i].Value == _set.Name) yield return Override.Set(tokens[i + 1].Value);
            if (tokens[i].Value == _unset.Name) yield return Override.Unset(tokens[i + 1].Value);
        }
    }
}
