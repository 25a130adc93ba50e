using System.Text.RegularExpressions;
using Simulator.Tests.Golden;
using Xunit;

namespace Simulator.Tests.Language;

/// <summary>
/// The files of this folder, and what their first line expects: <c># expect 9:3 unknown-key, 12:4 one-of</c>.
/// </summary>
internal static partial class Corpus
{
    public static string Folder { get; } = RepositoryFiles.Path("tests", "Simulator.Tests", "Language");

    public static string SchemaFile { get; } =
        RepositoryFiles.Path("scenarios", "schema", "scenario.v1.schema.json");

    public static IEnumerable<string> Names(string kind) =>
        Directory.GetFiles(Path.Combine(Folder, kind), "*.yaml").Select(f => Path.GetFileName(f)).Order(
            StringComparer.Ordinal);

    public static string PathOf(string kind, string name) => Path.Combine(Folder, kind, name);

    /// <summary>The expected mistakes, in order, as <c>line:column code</c>.</summary>
    public static List<string> Expected(string name)
    {
        var match = FirstLine().Match(File.ReadLines(PathOf("Bad", name)).First());
        Assert.True(match.Success, $"{name} does not say in its first line what it expects");
        return [.. match.Groups[1].Value.Split(", ")];
    }

    /// <summary>True for what JSON Schema cannot say: names, sums, other files.</summary>
    public static bool IsForTheReaderOnly(string name) =>
        FirstLine().Match(File.ReadLines(PathOf("Bad", name)).First()).Groups[2].Success;

    [GeneratedRegex(@"^# expect (.+?)( \(reader only\))?$")]
    private static partial Regex FirstLine();
}
