using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Simulator.Reports;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;
using SkiaSharp;
using Xunit;

namespace Simulator.Tests.Reports;

public class FigureTests
{
    internal static IReadOnlyList<Figure> Figures()
    {
        var run = FakeRun.InvisibleThrottle();
        return [.. PlotSet.Of(run, FakeSummary.Of(run))];
    }

    internal static string Hash(Figure figure) => Convert.ToHexString(
        SHA256.HashData([.. figure.ToPng(), .. Encoding.UTF8.GetBytes(figure.ToSvg())]));

    [Fact]
    public void ARunDrawsThePercentilesTheTimeAndTwoPicturesOfEachVariant()
    {
        var names = Figures().Select(f => f.Name).ToList();
        Assert.Equal(["latency", "over-time", "timeline", "cpu-windows"], names[..4]);
        Assert.Contains("timeline-no-limit", names);
        Assert.Equal(2 + (2 * 4), names.Count);
    }

    [Fact]
    public void TheSameResultGivesTheSameBytesOnAnyNumberOfThreads()
    {
        var once = Figures().Select(Hash).ToList();
        var again = Figures().AsParallel().AsOrdered().Select(Hash).ToList();
        Assert.Equal(once, again);
        Assert.Equal(once.Count, once.Distinct().Count());
    }

    [Fact]
    public void TitlesStateTheFinding()
    {
        var titles = Figures().ToDictionary(f => f.Name, f => f.Title);
        Assert.StartsWith("p99 is 9.", titles["latency"], StringComparison.Ordinal);
        Assert.EndsWith("ms with no-limit", titles["latency"], StringComparison.Ordinal);
        Assert.Matches(@"^6 threads run for \d+ ms, then stand still for \d\d ms$", titles["timeline"]);
        Assert.Contains("without ever being throttled", titles["timeline-no-limit"], StringComparison.Ordinal);
        Assert.Matches(@"^The dashboard says 3\d % of its limit", titles["cpu-windows"]);
        Assert.StartsWith("pdf: the throttling alert fires", titles["over-time"], StringComparison.Ordinal);
    }

    [Fact]
    public void TheAlertsTitleSpeaksOfItsLines()
    {
        // Ten minutes, of which the first are throttled half of the time and the last hardly: the line falls.
        CpuInterval At(int second) => new(0, 10, second < 300 ? 5 : 1, 0, 0, 0);
        var run = FakeRun.InvisibleThrottle(seconds: 600);
        run = run with { Variants = [WithCpu(run.Variants[0], At), .. run.Variants[1..]] };
        var title = PlotSet.Of(run, FakeSummary.Of(run)).Single(f => f.Name == "over-time").Title;
        // Warm-up is 2 s: the first whole window is 298 s of the one and 2 s of the other.
        const string worst = "pdf: the throttling alert fires, at worst 50 % in baseline";
        Assert.StartsWith(worst, title, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnyQuotaThereIsNoAlertToSpeakOf()
    {
        var run = FakeRun.InvisibleThrottle();
        run = run with { Variants = run.Variants[3..] };
        var title = PlotSet.Of(run, FakeSummary.Of(run)).Single(f => f.Name == "over-time").Title;
        Assert.Equal("pdf: no quota, so nothing is throttled", title);
    }

    [Fact]
    public void EveryServiceWithRequestsHasItsPictureOverTime()
    {
        var run = FakeRun.InvisibleThrottle();
        run = run with { Variants = [.. run.Variants.Select(WithNeighbour)] };
        var told = FakeSummary.Of(run);
        var figures = PlotSet.Of(run, told)
            .Where(f => f.Name.StartsWith("over-time", StringComparison.Ordinal)).ToList();
        Assert.Equal(["over-time", "over-time-batch"], figures.Select(f => f.Name));
        Assert.StartsWith("pdf: ", figures[0].Title, StringComparison.Ordinal);
        Assert.StartsWith("batch: ", figures[1].Title, StringComparison.Ordinal);
        Assert.True(ResultFiles.IsOurs("over-time-batch.png"));
    }

    private static VariantResult WithCpu(VariantResult variant, Func<int, CpuInterval> at) => variant with
    {
        Replications =
        [
            .. variant.Replications.Select(r => r with
            {
                Services = r.Services.SetItem("pdf", r.Services["pdf"] with
                {
                    Pods = [new PodResult { Name = "pdf-0", Cpu = [.. Enumerable.Range(0, 600).Select(at)] }],
                }),
            }),
        ],
    };

    private static VariantResult WithNeighbour(VariantResult variant) => variant with
    {
        Replications =
        [
            .. variant.Replications.Select(r => r with
            {
                Services = r.Services.Add("batch", r.Services["pdf"]),
                Latencies = r.Latencies.Add("batch.crunch.latency", r.Latencies["pdf.render.latency"]),
            }),
        ],
    };

    [Fact]
    public void EveryPictureSaysWhatMadeIt()
    {
        foreach (var figure in Figures())
        {
            Assert.Contains("invisible-throttle", figure.Subtitle, StringComparison.Ordinal);
            Assert.Contains("seed 42", figure.Subtitle, StringComparison.Ordinal);
            Assert.Matches("sha [a-d]{8}", figure.Subtitle);
        }
    }

    [Fact]
    public void AShaBearsTheNameOfTheVariantThatItIsOf()
    {
        var run = FakeRun.InvisibleThrottle();
        run = run with { Variants = run.Variants[1..] };
        var subtitle = new Story(run, FakeSummary.Of(run)).Subtitle;
        Assert.Contains("limit-1500m sha bbbbbbbb", subtitle, StringComparison.Ordinal);
        Assert.DoesNotContain("baseline", subtitle, StringComparison.Ordinal);
    }

    [Fact]
    public void AnSvgHoldsOutlinesAndAsksForNoFont()
    {
        foreach (var figure in Figures())
        {
            var svg = figure.ToSvg();
            Assert.DoesNotContain("<text", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("font-family", svg, StringComparison.Ordinal);
            var root = XElement.Parse(svg);
            XNamespace ns = "http://www.w3.org/2000/svg";
            Assert.Equal(figure.Title, root.Element(ns + "title")!.Value);

            // The title's glyphs stand in its order from left to right, each once.
            var glyphs = root.Descendants(ns + "g")
                .Select(g => g.Elements(ns + "use").Select(u => u.Attribute("transform")!.Value).ToList())
                .First(g => g.Count == figure.Title.Count(c => c != ' '));
            var xs = glyphs.Select(t => float.Parse(t["translate(".Length..].Split(' ')[0])).ToList();
            Assert.Equal(xs.Order(), xs);
            Assert.Equal(xs.Count, xs.Distinct().Count());
        }
    }

    [Fact]
    public void TheTimelineIsSmallEnoughForARepository()
    {
        var timeline = Figures().Single(f => f.Name == "timeline").ToPng();
        Assert.InRange(timeline.Length, 20_000, 200_000);
        using var bitmap = SKBitmap.Decode(timeline);
        Assert.Equal((1600, 900), (bitmap.Width, bitmap.Height));
    }

    /// <summary>Dark pixels where the title stands; a picture without its font has none.</summary>
    internal static int InkInTitle(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png);
        var dark = 0;
        for (var y = 20; y < 70; y++)
            for (var x = 40; x < 900; x++)
                if (bitmap.GetPixel(x, y).Red < 100) dark++;
        return dark;
    }
}
