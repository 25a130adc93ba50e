using Simulator.Scenarios.Truth;
using Xunit;

namespace Simulator.Tests.Dns;

public class RecordedLookupTests
{
    private static readonly IReadOnlyList<DnsRecording> All = DnsRecordings.Shipped().Recordings;

    public static TheoryData<string> Entries => [.. All.Select(r => $"{r.Case}/{r.Profile}")];

    private static DnsRecording Named(string entry) => All.Single(r => $"{r.Case}/{r.Profile}" == entry);

    [Theory]
    [MemberData(nameof(Entries))]
    public void TheModelSendsWhatTheRealResolverSent(string entry)
    {
        var row = DnsTruth.Compare(Named(entry));
        Assert.True(row.IsMet, $"{entry}: {row.Difference}");
    }

    [Fact]
    public void EveryChangeOfARecordingIsNoticed()
    {
        var real = Named("timeout-suffix1/glibc");
        DnsRecording[] changed =
        [
            real with { Sends = real.Sends.RemoveAt(0) },
            real with { Sends = real.Sends.Add(real.Sends[^1]) },
            real with { Sends = real.Sends.SetItem(2, real.Sends[2] with { Ms = 1500 }) },
            real with { Sends = real.Sends.SetItem(2, real.Sends[2] with { Server = "127.0.0.2" }) },
            real with { Sends = real.Sends.SetItem(2, real.Sends[2] with { Transport = "tcp" }) },
            real with { Sends = real.Sends.SetItem(2, real.Sends[2] with { Reply = "NODATA" }) },
            real with { Sends = real.Sends.SetItem(2, real.Sends[2] with { Type = "AAAA" }) },
            real with { Sends = [.. real.Sends.Reverse()] },
            real with { Ok = [true], Err = [] },
            real with { Err = ["Temporary failure in name resolution"] },
            real with { Addrs = ["192.0.2.1"] },
            real with { ElapsedMs = 2500 },
            real with { Profile = "windows" },
        ];

        Assert.True(DnsTruth.Compare(real).IsMet);
        Assert.All(changed, c => Assert.False(DnsTruth.Compare(c).IsMet));
    }

    [Fact]
    public void AJitteredRecordingIsComparedByCountsAndOutcomeOnly()
    {
        var real = Named("timeout-attempts1/node-resolve4");
        Assert.True(real.IsJittered);
        Assert.True(DnsTruth.Compare(real with { ElapsedMs = 1 }).IsMet);
        Assert.False(DnsTruth.Compare(real with { Sends = real.Sends.RemoveAt(0) }).IsMet);
    }

    [Theory]
    [InlineData("", "1:1: error[json]")]
    [InlineData("{\"golden\": [\n{\"case\": 1}]}", "2:11: error[json]")]
    [InlineData("{\"golden\": []}", "1:1: error[empty]")]
    [InlineData("{\"golden\": null}", "1:1: error[")]
    [InlineData("{\"golden\": [null]}", "1:1: error[recording] golden[0]")]
    public void AFileThatIsNoneOfRecordingsIsRefusedWithItsPlace(string text, string start)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var (recordings, errors) = DnsRecordings.Read("f.json", stream);
        Assert.Empty(recordings);
        Assert.StartsWith("f.json:" + start, Assert.Single(errors));
    }
}
