using System.Diagnostics;
using System.Text;
using Simulator.Benchmarks;
using Simulator.Scenarios.Language;
using Xunit;

namespace Simulator.Tests.Language;

public class HostileTextTests
{
    private static string Answer(ReadOnlySpan<byte> bytes)
    {
        var d = Assert.Single(ScenarioReader.ReadBytes(bytes, "f.yaml").Diagnostics);
        return $"{d.Position.Line}:{d.Position.Column} {d.Code}";
    }

    private static string Answer(string text) => Answer(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void AnEmptyFileIsSaidToBeEmpty()
    {
        Assert.Equal("1:1 empty", Answer(""));
        Assert.Equal("1:1 empty", Answer("\n \n"));
        Assert.Equal("1:1 empty", Answer("\uFEFF"));
        Assert.EndsWith(" empty", Answer("---\n"));
    }

    [Fact]
    public void BinaryJunkIsRefusedAtItsFirstStrangeByte()
    {
        Assert.Equal("2:4 binary", Answer("a: 1\nb: \0\n"));
        Assert.Equal("1:1 binary", Answer([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]));
        Assert.Equal("1:4 encoding", Answer([(byte)'a', (byte)':', (byte)' ', 0xC3, 0x28]));
        Assert.Equal(
            "1:1 encoding", Answer(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a: 1")).ToArray()));
    }

    [Theory]
    [InlineData("a: !<x y> 1")]
    [InlineData("a: !<%> 1")]
    [InlineData("%YAML 99999999999.1\n---\na: 1")]
    [InlineData("%YAML 1.1\n%YAML 1.1\n---\na: 1")]
    [InlineData("%TAG ! tag:\n---\na: !b 1")]
    [InlineData("a: \"\\uD800\"")]
    [InlineData("a: \"\\U99999999\"")]
    [InlineData("{a: [b, {c: 1}")]
    [InlineData("[a, b]]")]
    public void WhatTheParserChokesOnGetsAPlaceAndAReason(string text)
    {
        var diagnostics = ScenarioReader.ReadText(text).Diagnostics;

        Assert.NotEmpty(diagnostics);
        Assert.All(diagnostics, d => Assert.InRange(d.Position.Line, 1, 4));
    }

    [Fact]
    public void NoControlCharacterReachesAMessage()
    {
        // .NET reads numbers with NULs behind them.
        const string text = "run: {duration: \"1\\0\"}\n\"\\e[31m\": \"\\a\"\n";
        var diagnostics = ScenarioReader.ReadText(text).Diagnostics;

        Assert.NotEmpty(diagnostics);
        Assert.DoesNotContain(diagnostics, d => d.ToString().Any(char.IsControl));
    }

    [Fact]
    public void AFileOfAHundredMegabytesIsRefusedBeforeItIsRead()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenWrite(path)) file.SetLength(100 << 20);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var d = Assert.Single(ScenarioReader.ReadFile(path).Diagnostics);

            Assert.Equal("too-big", d.Code);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 32 << 20);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ANamedPipeIsRefusedInsteadOfWaitedFor()
    {
        var pipe = Path.Combine(Directory.CreateTempSubdirectory().FullName, "pipe");
        using (var make = Process.Start("mkfifo", [pipe])) make.WaitForExit();
        var mistake = Assert.Single(ScenarioReader.ReadFile(pipe).Diagnostics);
        Assert.Equal("unreadable", mistake.Code);
        Assert.Contains("named pipe", mistake.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(pipe)!, recursive: true);
    }

    [Fact]
    public void WhatIsNoFileIsSaidToBeNone()
    {
        Assert.Equal("unreadable", ScenarioReader.ReadFile(Corpus.Folder).Diagnostics.Single().Code);
        Assert.Equal("unreadable", ScenarioReader.ReadFile("no/such.yaml").Diagnostics.Single().Code);
        Assert.Equal("unreadable", ScenarioReader.ReadFile("").Diagnostics.Single().Code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: &a ")]
    [InlineData("!!x ")]
    [InlineData("\"")]
    [InlineData("x-a: 1\n")]
    [InlineData("unknown: 1\nk")]
    [InlineData("*a ")]
    [InlineData("#\n")]
    [InlineData(" ")]
    public void AMegabyteOfTheSameThingGetsAnAnswerInTime(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, (1 << 20) / piece.Length).ToString();
        var watch = Stopwatch.StartNew();

        Assert.NotEmpty(ScenarioReader.ReadText(text).Diagnostics);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void TenThousandMutationsCrashNothing()
    {
        var fuzz = new ScenarioFuzz(Corpus.Folder, seed: 7);

        for (var n = 0; n < 10_000; n++)
            if (fuzz.Try(n) is { } mistake) Assert.Fail($"input {n}: {mistake}");
        Assert.True(fuzz.Valid > 100, "so few were valid that the fuzzer must be broken");
    }
}
