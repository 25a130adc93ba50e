using Simulator.Reports.Sweeps;
using Simulator.Scenarios.Sweeps;
using Simulator.Scenarios.Trials;
using Xunit;

namespace Simulator.Tests.Sweeps;

public sealed class SweepRunTests : IDisposable
{
    private static readonly SweepPlan Plan = SweepPlan.Of(
        Swept.Scenario(), ["services.api.resources.limits.cpu=100m..500m:100m"], false).Plan!;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly List<int> _done = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Run(TrialOptions? options = null, CancellationToken? cancel = null, string folder = "points")
    {
        _done.Clear();
        using var journal = SweepJournal.Open(Path.Combine(_folder, folder));
        var sweep = SweepRun.Run(
            Plan, options ?? new(), journal, _done.Add, cancel ?? TestContext.Current.CancellationToken);
        return Text(sweep);
    }

    private static string Text(SweepResult sweep)
    {
        var text = new System.Text.StringBuilder();
        foreach (var file in SweepFiles.Of(sweep, plots: false))
        {
            using var stream = new MemoryStream();
            file.Write(stream);
            text.Append(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        }

        return text.ToString();
    }

    private string[] Records => Directory.GetFiles(Path.Combine(_folder, "points")).Order().ToArray();

    [Fact]
    public void WhatIsFinishedIsNotRunAgainAndTheResultIsTheSame()
    {
        var first = Run();
        Assert.Equal([0, 1, 2, 3, 4, 5], _done);
        Assert.Equal(first, Run());
        Assert.Equal([5], _done);
        File.Delete(Records[2]);
        Assert.Equal(first, Run());
        Assert.Equal([4, 5], _done);
    }

    [Fact]
    public void AnInterruptedSweepKeepsWhatItHasFinished()
    {
        using var cancel = new CancellationTokenSource();
        using (var journal = SweepJournal.Open(Path.Combine(_folder, "points")))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => SweepRun.Run(
                Plan, new() { Threads = 1 }, journal, n =>
                {
                    if (n == 2) cancel.Cancel();
                }, cancel.Token));
        }

        Assert.Equal(2, Records.Length);
        Assert.Equal(Run(folder: "other"), Run());
        Assert.Equal([2, 3, 4, 5], _done);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("one digit changed")]
    [InlineData("another point's")]
    [InlineData("empty")]
    [InlineData("a folder")]
    public void WhatIsNotTheWholeRecordOfAPointIsNeverTrusted(string damage)
    {
        var whole = Run();
        var (record, other) = (Records[0], Records[1]);
        var bytes = File.ReadAllBytes(record);
        switch (damage)
        {
            case "cut short":
                File.WriteAllBytes(record, bytes[..^20]);
                break;
            case "one digit changed":
                bytes[Array.FindLastIndex(bytes, bytes.Length - 70, b => b == (byte)'1')] = (byte)'2';
                File.WriteAllBytes(record, bytes);
                break;
            case "another point's":
                File.Copy(other, record, overwrite: true);
                break;
            case "empty":
                File.WriteAllBytes(record, []);
                break;
            default:
                File.Delete(record);
                Directory.CreateDirectory(record);
                Assert.Throws<IOException>(() => Run());
                return;
        }

        Assert.Equal(whole, Run());
        Assert.Equal([4, 5], _done);
    }

    [Fact]
    public void OtherSettingsDoNotTakeEachOthersPoints()
    {
        Run();
        Run(new TrialOptions { Precision = 0.5, MaxReplications = 4 });
        Assert.Equal(0, _done[0]);
        Run(new TrialOptions { Precision = 0.5, MaxReplications = 5 });
        Assert.Equal(0, _done[0]);
        Run(new TrialOptions { Threads = 1 });
        Assert.Equal([5], _done);
    }

    [Fact]
    public void BytesDoNotDependOnTheNumberOfThreads()
    {
        var options = new TrialOptions { Precision = 0.2, MaxReplications = 9 };
        Assert.Equal(
            Run(options with { Threads = 1 }, folder: "one"), Run(options with { Threads = 2 }, folder: "two"));
        Assert.Equal(Kept("one"), Kept("two"));

        List<(string, string)> Kept(string folder) =>
        [
            .. Directory.GetFiles(Path.Combine(_folder, folder)).Order()
                .Select(p => (Path.GetFileName(p), File.ReadAllText(p))),
        ];
    }

    [Fact]
    public void TwoSweepsDoNotWriteIntoOneFolderAtATime()
    {
        using var journal = SweepJournal.Open(_folder);
        Assert.Throws<SweepInUseException>(() => SweepJournal.Open(_folder));
    }

    [Fact]
    public void WhatWasBeingWrittenWhenASweepDiedIsClearedAway()
    {
        var torn = Path.Combine(_folder, "0123.json.part");
        File.WriteAllText(torn, "{");
        SweepJournal.Open(_folder).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
