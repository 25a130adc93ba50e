using System.Diagnostics;
using Xunit;

namespace Simulator.Tests.Reports;

public class FontTests
{
    private const string HashFile = "SIMULATOR_TEST_PICTURE_HASH";

    [Fact]
    public void ATitleHasInk()
    {
        var timeline = FigureTests.Figures().Single(f => f.Name == "timeline");
        Assert.InRange(FigureTests.InkInTitle(timeline.ToPng()), 3_000, 30_000);
        if (Environment.GetEnvironmentVariable(HashFile) is not { } file) return;
        File.WriteAllText(file, FigureTests.Hash(timeline));
    }

    [Fact]
    public async Task WithoutAnyInstalledFontThePictureIsTheSameAndNothingIsWrittenToStandardError()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var test = Path.Combine(AppContext.BaseDirectory, "Simulator.Tests");
        var method = $"{typeof(FontTests).FullName}.{nameof(ATitleHasInk)}";
        // A name space of its own in which the fonts' folder is empty; where that is not allowed, at least fontconfig
        // is blind.
        const string hide = "[ ! -d /usr/share/fonts ] || mount -t tmpfs none /usr/share/fonts";
        var run = $"exec '{test}' -method {method}";
        const string canHide = "unshare -m mount -t tmpfs none /mnt 2>/dev/null";
        var script = $"if {canHide}; then unshare -m sh -ec \"{hide}; {run}\"; else {run}; fi";
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                [HashFile] = file, ["FONTCONFIG_FILE"] = "/nonexistent", ["FONTCONFIG_PATH"] = "/nonexistent",
            },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            Assert.True(process.ExitCode == 0, output);
            Assert.Equal("", await error);
            Assert.Equal(FigureTests.Hash(FigureTests.Figures().Single(f => f.Name == "timeline")),
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
