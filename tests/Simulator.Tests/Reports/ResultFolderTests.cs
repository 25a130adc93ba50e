using Simulator.Reports;
using Xunit;

namespace Simulator.Tests.Reports;

public sealed class ResultFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(_root, "scenario");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static ResultFile File(string name, string text) =>
        new(name, s => s.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string[] Names(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void ANewFolderHoldsExactlyTheFiles()
    {
        ResultFolder.Write(Target, [File("summary.json", "{}"), File("series.csv", "a")], CancellationToken.None);
        Assert.Equal(["series.csv", "summary.json"], Names(Target));
        Assert.Equal(["scenario"], Names(_root));
    }

    [Fact]
    public void ANextRunReplacesOldOutputsAndKeepsWhatAUserPutThere()
    {
        ResultFolder.Write(Target, [File("summary.json", "1"), File("timeline-old.png", "x")], CancellationToken.None);
        System.IO.File.WriteAllText(Path.Combine(Target, "notes.md"), "mine");
        ResultFolder.Write(Target, [File("summary.json", "2")], CancellationToken.None);
        Assert.Equal(["notes.md", "summary.json"], Names(Target));
        Assert.Equal("2", System.IO.File.ReadAllText(Path.Combine(Target, "summary.json")));
    }

    [Fact]
    public void AnInterruptedWriteLeavesTheOldResultsAndNothingElse()
    {
        ResultFolder.Write(Target, [File("summary.json", "1")], CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => ResultFolder.Write(
            Target, [File("summary.json", "2"), new ResultFile("series.csv", _ => cancel.Cancel())], cancel.Token));
        Assert.Equal("1", System.IO.File.ReadAllText(Path.Combine(Target, "summary.json")));
        Assert.Equal(["scenario"], Names(_root));
    }

    [Fact]
    public void AFailedWriteLeavesTheOldResultsAndNothingElse()
    {
        ResultFolder.Write(Target, [File("summary.json", "1")], CancellationToken.None);
        Assert.Throws<IOException>(() => ResultFolder.Write(
            Target, [new ResultFile("summary.json", _ => throw new IOException("disk full"))], CancellationToken.None));
        Assert.Equal("1", System.IO.File.ReadAllText(Path.Combine(Target, "summary.json")));
        Assert.Equal(["scenario"], Names(_root));
    }

    [Fact]
    public void EveryFileOfARunIsKnownAsOursAndASourceFileIsNot()
    {
        var run = FakeRun.InvisibleThrottle();
        var summary = FakeSummary.Of(run);
        var files = ResultFiles.Of(run, summary, FakeOrigin.Of(summary), strict: false, plots: true);
        Assert.Equal(5 + (2 * 10), files.Count);
        Assert.Contains(files, f => f.Name == "report.html");
        Assert.All(files, f => Assert.True(ResultFiles.IsOurs(f.Name), f.Name));
        Assert.False(ResultFiles.IsOurs("arrivals.csv"));
        Assert.False(ResultFiles.IsOurs("logo.png"));
    }
}
