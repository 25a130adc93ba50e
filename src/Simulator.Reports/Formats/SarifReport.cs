using System.Security.Cryptography;
using System.Text;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Formats;

/// <summary>
/// What does not hold, at the lines of the scenario: an error where it fails the run, a warning where it only warns,
/// a note where chance leaves it open. What holds is no result: a code host would raise an alert for it.
/// </summary>
public static class SarifReport
{
    /// <summary>Says which of a threshold's results are one and the same from run to run.</summary>
    private const string Fingerprint = "thresholdOfVariant/v1";

    /// <param name="stream">Where.</param>
    /// <param name="run">The facts.</param>
    /// <param name="summary">Its verdicts.</param>
    /// <param name="origin">Where the thresholds were written.</param>
    /// <param name="file">The scenario, for thresholds of the command line.</param>
    /// <param name="strict">An inconclusive threshold fails.</param>
    public static void Write(
        Stream stream, RunResult run, Summary summary, RunOrigin origin, string file, bool strict)
    {
        var judged = summary.Variants
            .Zip(origin.Variants, (v, from) => v.Verdicts.Zip(from.Thresholds, (t, at) => (v.Name, Verdict: t, At: at)))
            .SelectMany(v => v).ToList();
        var kinds = judged.Select(j => j.At.Kind).Distinct().Order().ToList();
        var results = judged.Where(j => j.Verdict.Outcome != VerdictOutcome.Pass).Select(j => new SarifResult(
            Id(j.At.Kind), kinds.IndexOf(j.At.Kind), Level(j.Verdict, strict),
            new SarifText($"{j.Verdict.Threshold}: {VerdictWords.Word(j.Verdict, strict)} in {j.Name}; "
                + VerdictWords.Finding(j.Verdict)),
            Location(j.At.Position, file), Fingerprints($"{run.Scenario}\n{j.Name}\n{j.Verdict.Threshold}")));
        var rules = kinds.Select(k => new SarifRule(
            Id(k), new SarifText($"A threshold on {Words(k)} must hold, with its 95 % interval.")));
        SarifLog.Of(run.Version, [.. rules], [.. results]).Write(stream);
    }

    /// <summary>Mistakes in scenarios; a rule for each code.</summary>
    public static void Write(Stream stream, IReadOnlyList<CheckedFile> files)
    {
        var mistakes = files.SelectMany(f => f.Mistakes, (f, d) => (f.File, Mistake: d)).ToList();
        var codes = mistakes.Select(m => m.Mistake.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        var results = mistakes.Select(m => new SarifResult(
            m.Mistake.Code, codes.IndexOf(m.Mistake.Code), "error",
            new SarifText(m.Mistake.Path.Length == 0 ? m.Mistake.Message : $"{m.Mistake.Path}: {m.Mistake.Message}"),
            Location(m.Mistake.Position, m.File),
            Fingerprints($"{RelativeUri.Path(m.File)}\n{m.Mistake.Code}\n{m.Mistake.Path}\n{m.Mistake.Message}")));
        var rules = codes.Select(c => new SarifRule(c, new SarifText($"A scenario must not have the mistake {c}.")));
        SarifLog.Of(
            typeof(SarifReport).Assembly.GetName().Version!.ToString(3), [.. rules], [.. results]).Write(stream);
    }

    private static string Level(Verdict verdict, bool strict) =>
        !Judgement.Passed(verdict, strict) ? "error"
            : verdict.Outcome == VerdictOutcome.Fail ? "warning" : "note";

    // What the command line says is in no file; the scenario is what its reader can open.
    private static IReadOnlyList<SarifLocation> Location(SourcePosition at, string file) =>
        at.File.StartsWith("--", StringComparison.Ordinal)
            ? SarifLocation.Of(file, 1, 1)
            : SarifLocation.Of(at.File, at.Line, at.Column);

    private static Dictionary<string, string> Fingerprints(string of) => new()
    {
        [Fingerprint] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16)),
    };

    // ThrottledRatio5m is throttled-ratio5m.
    private static string Id(MetricKind kind) => Words(kind).Replace(' ', '-');

    private static string Words(MetricKind kind)
    {
        var words = new StringBuilder();
        foreach (var c in kind.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
