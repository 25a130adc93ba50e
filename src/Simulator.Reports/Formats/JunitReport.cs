using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Formats;

/// <summary>
/// Verdicts as test cases, the way Jenkins and GitLab read them: a suite for each variant. What only warns never
/// fails, and stands in the case's output; what chance leaves open is skipped, and fails where the run is strict.
/// </summary>
public static class JunitReport
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    private sealed record Case(string Name, string? Failure, string Kind, string? Skipped, string? Output, string Where);

    public static void Write(Stream stream, RunResult run, Summary summary, RunOrigin origin, bool strict)
    {
        var suites = summary.Variants.Zip(origin.Variants, (v, from) => (
            v.Name,
            Properties: (ImmutableArray<(string, string)>)
            [
                ("title", v.Title), ("sha256", v.Sha256),
                ("seed", run.Seed.ToString(CultureInfo.InvariantCulture)), ("simulator", run.Version),
                ("command", origin.Command),
            ],
            Cases: v.Verdicts.Zip(from.Thresholds, (t, at) => CaseOf(t, at.Position, strict)).ToList()));
        Write(stream, run.Scenario, [.. suites]);
    }

    /// <summary>Scenario files: a suite for each, a failed case for each mistake.</summary>
    public static void Write(Stream stream, IReadOnlyList<CheckedFile> files) => Write(stream, "simulator check",
    [
        .. files.Select(f => (
            f.File,
            Properties: ImmutableArray<(string, string)>.Empty,
            Cases: f.Mistakes.IsEmpty ? [new Case("is valid", null, "", null, null, f.File)]
                : f.Mistakes.Select(d => new Case(
                    $"{d.Code} at {d.Position.Line}:{d.Position.Column}", d.Message, d.Code, null, null, d.ToString()))
                    .ToList())),
    ]);

    private static Case CaseOf(Verdict verdict, SourcePosition at, bool strict)
    {
        var finding = VerdictWords.Finding(verdict);
        var isOpen = verdict.Outcome == VerdictOutcome.Inconclusive;
        var failure = Judgement.Passed(verdict, strict) ? null : finding;
        var skipped = isOpen && failure is null && !verdict.IsWarning ? $"inconclusive: {finding}" : null;
        var warning = verdict.IsWarning && verdict.Outcome != VerdictOutcome.Pass
            ? $"warning, {(isOpen ? "inconclusive" : "missed")}: {finding} ({At(at)})" : null;
        return new Case(
            verdict.Threshold, failure, isOpen ? "inconclusive" : "threshold", skipped, warning,
            $"{At(at)}: {verdict.Threshold}\n{finding}");
    }

    private static string At(SourcePosition position) => (position with { File = RelativeUri.Path(position.File) })
        .ToString();

    private static void Write(
        Stream stream, string name,
        ImmutableArray<(string Name, ImmutableArray<(string Name, string Value)> Properties, List<Case> Cases)> suites)
    {
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteStartElement("testsuites");
        Attribute(xml, "name", name);
        Counts(xml, [.. suites.SelectMany(s => s.Cases)], withSkipped: false);
        foreach (var suite in suites)
        {
            xml.WriteStartElement("testsuite");
            Attribute(xml, "name", suite.Name);
            Counts(xml, suite.Cases, withSkipped: true);
            if (suite.Properties.Length > 0) xml.WriteStartElement("properties");
            foreach (var property in suite.Properties)
            {
                xml.WriteStartElement("property");
                Attribute(xml, "name", property.Name);
                Attribute(xml, "value", property.Value);
                xml.WriteEndElement();
            }

            if (suite.Properties.Length > 0) xml.WriteEndElement();
            foreach (var test in suite.Cases) Write(xml, $"{name}.{suite.Name}", test);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string owner, Case test)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", test.Name);
        Attribute(xml, "classname", owner);
        if (test.Skipped is { } skipped) xml.WriteElementString("skipped", XmlTextOf.Any(skipped));
        if (test.Failure is { } failure)
        {
            xml.WriteStartElement("failure");
            Attribute(xml, "type", test.Kind);
            Attribute(xml, "message", failure);
            xml.WriteString(XmlTextOf.Any(test.Where));
            xml.WriteEndElement();
        }

        if (test.Output is { } output) xml.WriteElementString("system-out", XmlTextOf.Any(output));
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, List<Case> cases, bool withSkipped)
    {
        Attribute(xml, "tests", $"{cases.Count}");
        Attribute(xml, "failures", $"{cases.Count(c => c.Failure is not null)}");
        Attribute(xml, "errors", "0");
        if (withSkipped) Attribute(xml, "skipped", $"{cases.Count(c => c.Skipped is not null)}");
    }

    private static void Attribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, XmlTextOf.Any(value));
}
