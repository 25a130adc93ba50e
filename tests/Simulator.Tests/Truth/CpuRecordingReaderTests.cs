using Simulator.Scenarios.Truth;
using Xunit;

namespace Simulator.Tests.Truth;

/// <summary>Users bring recordings of their own kernels: every error is named with its place, all at once.</summary>
public class CpuRecordingReaderTests
{
    private const string Hog =
        """{"name":"h","mode":"hog","quota_us":50000,"wall_ms":4000,"runs":[50,50],"gaps":[50,50]}""";

    [Fact]
    public void TheShippedRecordingsAreReadWithoutErrors()
    {
        var (recordings, errors) = CpuRecordings.Shipped();
        Assert.Empty(errors);
        Assert.Equal(99, recordings.Count);
        Assert.All(recordings, r => Assert.Equal("6.18", r.Kernel));
        Assert.All(recordings, r => Assert.True(r.IsOfShippedMachine));
    }

    [Fact]
    public void FieldsThatAreNotThereHaveTheirDefaults()
    {
        var recording = Assert.Single(Read(Hog).Recordings);
        Assert.Equal(250, recording.Hz);
        Assert.Equal("6.18", recording.Kernel);
        Assert.Equal(100_000, recording.PeriodUs);
        Assert.Equal(1, recording.Threads);
        Assert.Equal(-1, recording.PhaseMs);
        Assert.False(recording.HasPercentilesOnly);
    }

    [Fact]
    public void HzKernelAndFlagsAreTaken()
    {
        var recording = Assert.Single(Read(With("\"hz\":1000,\"kernel\":\"6.2\",\"flags\":\"gn\"")).Recordings);
        Assert.Equal(1000, recording.Hz);
        Assert.Equal("6.2", recording.Kernel);
        Assert.False(recording.IsOfShippedMachine);
        Assert.True(recording.HasPercentilesOnly);
        Assert.True(recording.IsNested);
    }

    [Fact]
    public void EmptyLinesCountButDoNotMatter()
    {
        var (recordings, errors) = Read($"\n{Hog}\n\n  \n{Hog}\n{{}}\n");
        Assert.Equal(2, recordings.Count);
        Assert.StartsWith("f.jsonl:6:", Assert.Single(errors));
    }

    [Fact]
    public void AllErrorsAreReportedAtOnceAndTheGoodLinesKept()
    {
        var (recordings, errors) = Read($"nonsense\n{Hog}\n{With("\"hz\":0")}\n[1]\nnull\n");
        Assert.Single(recordings);
        Assert.Equal(["f.jsonl:1:", "f.jsonl:3:", "f.jsonl:4:", "f.jsonl:5:"], errors.Select(e => e[..10]));
    }

    [Fact]
    public void AFileWithNothingInItIsAnError() =>
        Assert.Equal("f.jsonl:1:1: error[empty] no recording in the file", Assert.Single(Read("\n \n").Errors));

    [Fact]
    public void AnErrorOfSyntaxNamesItsColumn()
    {
        var error = Assert.Single(Read("""{"name":"h",;}""").Errors);
        Assert.StartsWith("f.jsonl:1:13: error[json] ", error);
        Assert.DoesNotContain("Path:", error);
        Assert.DoesNotContain(" at System", error);
    }

    [Theory]
    [InlineData("\"name\":null", "name")]
    [InlineData("\"mode\":null", "mode")]
    [InlineData("\"kernel\":null", "kernel")]
    [InlineData("\"flags\":null", "flags")]
    [InlineData("\"runs\":null", "")]
    [InlineData("\"hz\":null", "")]
    [InlineData("\"hz\":2.5", "")]
    [InlineData("\"hz\":99999999999", "")]
    [InlineData("\"wall_ms\":\"NaN\"", "wall_ms")]
    [InlineData("\"mode\":\"spin\"", "mode 'spin'")]
    [InlineData("\"hz\":0", "hz 0")]
    [InlineData("\"hz\":20000", "hz 20000")]
    [InlineData("\"kernel\":\"six\"", "kernel 'six'")]
    [InlineData("\"period_us\":999", "period_us 999")]
    [InlineData("\"period_us\":1000001", "period_us 1000001")]
    [InlineData("\"quota_us\":999", "quota_us 999")]
    [InlineData("\"quota_us\":0", "quota_us 0")]
    [InlineData("\"quota_us\":-2", "quota_us -2")]
    [InlineData("\"burst_us\":-1", "burst_us -1")]
    [InlineData("\"threads\":0", "threads 0")]
    [InlineData("\"threads\":5000", "threads 5000")]
    [InlineData("\"cpus\":0", "cpus 0")]
    [InlineData("\"wall_ms\":0", "wall_ms 0")]
    [InlineData("\"wall_ms\":-5", "wall_ms -5")]
    [InlineData("\"runs\":[]", "runs")]
    [InlineData("\"gaps\":[]", "gaps")]
    [InlineData("\"mode\":\"open\"", "arrivals_ms")]
    [InlineData("\"mode\":\"open\",\"arrivals_ms\":[1,2],\"latencies_ms\":[1]", "2 arrivals_ms but 1 latencies_ms")]
    [InlineData("\"mode\":\"burst\",\"n\":3", "n × threads is 3")]
    public void WhatCannotBeReplayedIsRefusedByName(string field, string named)
    {
        var (recordings, errors) = Read(With(field));
        Assert.Empty(recordings);
        var error = Assert.Single(errors);
        Assert.StartsWith("f.jsonl:1:", error);
        Assert.Contains(named, error);
    }

    [Fact]
    public void APercentileRecordingNeedsNoLength() =>
        Assert.Single(Read(With("\"flags\":\"g\",\"wall_ms\":0")).Recordings);

    /// <summary>The later of two equal fields counts.</summary>
    private static string With(string fields) => $"{Hog[..^1]},{fields}}}";

    private static (IReadOnlyList<CpuRecording> Recordings, IReadOnlyList<string> Errors) Read(string text) =>
        CpuRecordings.Read("f.jsonl", new StringReader(text));
}
