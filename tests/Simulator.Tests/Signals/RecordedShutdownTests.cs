using System.Text;
using Simulator.Models.Pods.Signals;
using Simulator.Scenarios.Truth;
using Xunit;

namespace Simulator.Tests.Signals;

public class RecordedShutdownTests
{
    private static readonly IReadOnlyList<SignalsRecording> All = SignalsRecordings.Shipped().Recordings;

    public static TheoryData<int, string> Entries
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (i, recording) in All.Index()) data.Add(i, recording.Id);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void SigtermEndsInTheModelAsItDidInReality(int index, string id)
    {
        var row = SignalsTruth.Compare(All[index]);
        Assert.True(row.IsMet, $"{id}: {row.Difference}");
        Assert.Equal(row.MeasuredTree, row.SimulatedTree);
    }

    // Five hundred further forms, whose times were taken on a busy machine.
    [Fact]
    public void FurtherShellsWrappersAndPackageManagersHaveTheSameTreeAndOutcome()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Truth", "signals", "more.json"));
        var (recordings, errors) = SignalsRecordings.Read("more.json", file);
        Assert.Empty(errors);
        Assert.True(recordings.Count > 500);
        Assert.All(recordings.Select(SignalsTruth.Compare), row =>
        {
            Assert.Equal((row.Id, row.MeasuredOutcome), (row.Id, row.SimulatedOutcome));
            Assert.Equal((row.Id, row.MeasuredTree), (row.Id, row.SimulatedTree));
        });
        Assert.True(recordings.Count(r => SignalsTruth.Compare(r).IsMet) > 0.95 * recordings.Count);
    }

    [Fact]
    public void EveryChangeOfARecordingIsNoticed()
    {
        var real = All.First(r => r.Outcome == "graceful" && r.Options.IsPid1);
        SignalsRecording[] changed =
        [
            real with { Outcome = "SIGKILL after grace" },
            real with { Outcome = "terminated, no drain" },
            real with { KilledAfterGrace = true },
            real with { Pid1ExitMs = real.Pid1ExitMs + 100 },
            real with { Pid1ExitMs = real.Pid1ExitMs - 100 },
            real with { Options = real.Options with { Handler = AppHandler.None } },
            real with { Options = real.Options with { Command = ["sh", "-c", "( "] } },
        ];

        Assert.True(SignalsTruth.Compare(real).IsMet);
        Assert.All(changed, c => Assert.False(SignalsTruth.Compare(c).IsMet));
    }

    [Theory]
    [InlineData("", "1:1: error[json]")]
    [InlineData("{\"results\": [\n{\"id\": 1}]}", "2:9: error[json]")]
    [InlineData("{\"results\": []}", "1:1: error[empty]")]
    [InlineData("{\"results\": [null]}", "1:1: error[recording] results[0]")]
    [InlineData("""{"results": [{"id": "a", "argv": [], "outcome": "x", "pid1_exit_ms": 1}]}""",
        "1:1: error[recording] results[0]")]
    [InlineData("""{"results": [{"id": "a", "argv": ["a"], "outcome": "x", "pid1_exit_ms": -1}]}""",
        "1:1: error[recording] results[0]")]
    [InlineData("""{"meta": {"grace_s": 0}, "results": []}""", "1:1: error[recording] meta")]
    public void AFileThatIsNoneOfRecordingsIsRefusedWithItsPlace(string text, string start)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var (recordings, errors) = SignalsRecordings.Read("f.json", stream);
        Assert.Empty(recordings);
        Assert.StartsWith("f.json:" + start, Assert.Single(errors));
    }
}
