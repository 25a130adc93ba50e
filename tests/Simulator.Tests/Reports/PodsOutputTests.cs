using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Reports;
using Simulator.Reports.Pods;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Simulator.Tests.Runs;
using Spectre.Console;
using Xunit;
using static Simulator.Models.Pods.Kubelet.PodEventKind;

namespace Simulator.Tests.Reports;

public sealed class PodsOutputTests
{
    private static readonly RunResult Fifteen = FakePods.Fifteen(FakePods.Ignored, replications: 2);
    private static readonly RunResult Spiral = FakePods.DeathSpiral(5);

    private static Summary Told(RunResult run) =>
        Summary.Of(run, [.. run.Variants.Select(_ => ImmutableArray<ThresholdSpec>.Empty)]);

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static List<Dictionary<string, string>> Rows(Action<Stream> write)
    {
        var lines = Encoding.UTF8.GetString(Bytes(write)).TrimEnd('\n').Split('\n');
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => columns.Zip(l.Split(',')).ToDictionary(c => c.First, c => c.Second))];
    }

    internal static string[] Lines(int width, RunResult run)
    {
        using var text = new StringWriter();
        var output = new AnsiConsoleOutput(text);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = output });
        console.Profile.Width = width;
        new ConsoleReport(console, run, Told(run), strict: false).Write();
        return text.ToString().Split('\n');
    }

    private static string Reason(RunResult run, int variant = 0) =>
        PodReason.Of(run.Variants[variant], run.Warmup, run.Duration)!;

    private static string ReasonOf(params PodLife[] pods)
    {
        var calls = FakePods.Calls(100, _ => 0);
        return Reason(FakePods.Run(FakePods.Variant("baseline", [], [FakePods.Replication(0, [.. pods], calls)])));
    }

    [Fact]
    public void PodsStandUnderTheNamesOfKubeStateMetrics()
    {
        var rows = Rows(s => PodsCsv.Write(s, Fifteen));
        Assert.Equal(FakePods.Seconds, rows.Count);
        var before = rows[FakePods.At - 1];
        Assert.Equal(("15", "15", "15", "0"), (before["kube_deployment_status_replicas"],
            before["kube_deployment_status_replicas_ready"], before["kube_deployment_status_replicas_updated"],
            before["pods_terminating"]));
        // Seven new and three on their way out: these are not among the replicas.
        var after = rows[FakePods.At];
        Assert.Equal(("19", "12", "7", "7", "3"), (after["kube_deployment_status_replicas"],
            after["kube_deployment_status_replicas_ready"], after["kube_deployment_status_replicas_updated"],
            after["pods_not_ready"], after["pods_terminating"]));
        Assert.All(rows, r => Assert.Equal("0", r["kube_pod_container_status_restarts_total"]));
    }

    [Fact]
    public void RestartsAreACounterThatIsMeanOfTheReplications()
    {
        var restarted = PodLevelsTests.Pod(
            "shop-1", 1, (0, Created), (0, Ready), (20, ContainerEnded), (20.5, ContainerStarted), (22, Ready));
        var calm = PodLevelsTests.Pod("shop-1", 1, (0, Created), (0, Ready));
        var calls = FakePods.Calls(100, _ => 0);
        var run = FakePods.Run(FakePods.Variant(
            "baseline", [], [FakePods.Replication(0, [restarted], calls), FakePods.Replication(1, [calm], calls)]));
        var restarts = Rows(s => PodsCsv.Write(s, run)).ConvertAll(r => r["kube_pod_container_status_restarts_total"]);
        Assert.Equal(("0", "0.5", "0.5"), (restarts[19], restarts[20], restarts[^1]));
    }

    [Fact]
    public void EventsOfTheFirstReplicationStandInOrderOfTime()
    {
        var rows = Rows(s => PodEventsCsv.Write(s, Fifteen));
        Assert.Equal(Fifteen.Variants[0].Replications[0].Pods.Sum(p => p.Events.Length), rows.Count);
        Assert.Equal(15, rows.Count(r => r["event"] == "SIGKILL"));
        Assert.Equal(rows.Select(r => double.Parse(r["t_s"])).Order(), rows.Select(r => double.Parse(r["t_s"])));
        var killed = rows.First(r => r["event"] == "SIGKILL");
        Assert.Equal(("150", "1", "shop"), (killed["t_s"], killed["generation"], killed["service"]));
    }

    [Fact]
    public void CallsStandBySecondAndOutcome()
    {
        var run = FakePods.Metastable();
        var rows = Rows(s => CallsCsv.Write(s, run)).FindAll(r => r["variant"] == "retries" && r["t_s"] == "125");
        Assert.Equal(
            ["calls", "attempts", "connection_refused", "ok", "timeout"], rows.Select(r => r["what"]));
        Assert.Equal("500", rows[0]["per_s"]);
    }

    [Fact]
    public void TheSummaryHasEachMetricThatAThresholdMayAskFor()
    {
        var rows = Rows(s => SummaryCsv.Write(s, Fifteen, Told(Fifteen)));
        string Value(string metric, string statistic) =>
            rows.Single(r => r["metric"] == metric && r["statistic"] == statistic)["value"];
        Assert.Equal("12", Value("shop.pods.ready", "min"));
        Assert.Equal("15", Value("shop.pods.killed", "value"));
        Assert.Equal("0", Value("shop.pods.restarts", "value"));
        Assert.Equal("1", Value("users.recovery_time", "recovered"));
    }

    [Fact]
    public void TheJsonSaysNullForNeverAndHowManyWereBack()
    {
        var run = FakePods.Metastable();
        using var json = JsonDocument.Parse(Bytes(s => SummaryJson.Write(s, run, Told(run), strict: false)));
        var recoveries = json.RootElement.GetProperty("variants")[0].GetProperty("recoveries");
        Assert.Equal(JsonValueKind.Null, recoveries[0].GetProperty("value").ValueKind);
        Assert.Equal(0, recoveries[1].GetProperty("value").GetDouble());
        Assert.False(json.RootElement.GetProperty("variants")[0].TryGetProperty("pods", out _));
    }

    private static List<string> Names(RunResult run, Summary summary) =>
        [.. ResultFiles.Of(run, summary, FakeOrigin.Of(summary), strict: false, plots: true).Select(f => f.Name)];

    [Fact]
    public void ARunWithoutSuchThingsHasNoneOfTheFiles()
    {
        var run = FakeRun.InvisibleThrottle();
        var files = Names(run, FakeSummary.Of(run));
        Assert.DoesNotContain(files, f => f.StartsWith("pod", StringComparison.Ordinal));
        Assert.DoesNotContain(files, f => f is "calls.csv" or "errors.png" or "goodput.png" or "connections.png");
    }

    [Fact]
    public void EveryFileOfSuchARunIsKnownAsOurs()
    {
        var files = Names(Spiral, Told(Spiral));
        string[] some = ["pods.csv", "pod-events.csv", "calls.csv", "connections.png", "pods-gantt-eks-naive.svg"];
        Assert.All(some, f => Assert.Contains(f, files));
        Assert.All(files, f => Assert.True(ResultFiles.IsOurs(f), f));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(10_000)]
    public void TheConsoleHasARowForEachVariantInWhichPodsChange(int width)
    {
        var lines = Lines(width, Spiral);
        var at = Array.FindIndex(lines, l => l.StartsWith("5 services: pods", StringComparison.Ordinal));
        Assert.True(at > 0);
        var rows = lines.Skip(at).TakeWhile(l => l.Trim().Length > 0).ToList();
        Assert.Contains(rows, r => r.StartsWith("eks-naive", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.StartsWith("heroku", StringComparison.Ordinal));
        if (width == 80) Assert.All(lines, l => Assert.True(l.TrimEnd('\r').Length <= 80, l));
    }

    [Fact]
    public void NeverIsSaidWhereGoodputDoesNotComeBack()
    {
        var lines = Lines(80, FakePods.Metastable());
        Assert.Contains(lines, l => l.StartsWith("retries", StringComparison.Ordinal) && l.Contains("never"));
        Assert.Equal("never", Human.Of(new Measured(double.PositiveInfinity, double.NaN), MetricUnit.Seconds));
    }

    [Fact]
    public void TheReasonTellsOfMostPodsAndOfSigtermThatIsIgnored()
    {
        var reason = Reason(Fifteen);
        Assert.StartsWith("at most 2", reason, StringComparison.Ordinal);
        Assert.EndsWith(
            "15 containers of shop took no notice of SIGTERM, served on and were killed after 30 s.", reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheReasonTellsOfADrainThatIsInTimeAndOfAnEndWithoutOne()
    {
        Assert.Contains("15 containers of shop drained and ended 5 ms after SIGTERM",
            Reason(FakePods.Fifteen(ShutdownPlan.Graceful)), StringComparison.Ordinal);
        var abrupt = new ShutdownPlan { EndsIdle = Duration.FromMilliseconds(520) };
        Assert.Contains("15 containers of shop ended 520 ms after SIGTERM without draining: what they had in hand",
            Reason(FakePods.Fifteen(abrupt)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReasonTellsOfADrainThatSigkillCutShort() => Assert.EndsWith(
        "1 container of shop was still draining when SIGKILL came after 30 s.",
        ReasonOf(PodLevelsTests.Pod("shop-1", 1, (0, Created), (0, Ready), (20, Deleted), (25, SigTerm),
            (25.5, Draining), (50, SigKill), (50, ContainerEnded), (50, Gone))),
        StringComparison.Ordinal);

    [Fact]
    public void TheReasonTellsHowLongAProbesVerdictKeepsAPodAway()
    {
        var reason = ReasonOf(PodLevelsTests.Pod("shop-1", 1, (0, Created), (0, Ready), (20, Unhealthy), (20, SigTerm),
            (20.1, Draining), (22, ContainerEnded), (22, NotReady), (22, ContainerStarted), (61, Ready)));
        Assert.EndsWith("probes gave up 1 time, which made 1 restart; 41 s until one was ready again.", reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheReasonTellsOfCrashesBackOffAndPodsWithoutANode()
    {
        var reason = ReasonOf(
            PodLevelsTests.Pod("shop-1", 1, (0, Created), (0, Ready), (20, Crashed), (20, ContainerEnded),
                (20, NotReady), (20, BackOff), (30, ContainerStarted), (31, Ready)),
            PodLevelsTests.Pod("shop-2", 1, (40, Created)));
        Assert.Contains("1 container crashed, one waited in CrashLoopBackOff", reason, StringComparison.Ordinal);
        Assert.EndsWith("up to 1 pod had no node.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnythingAfterWarmUpThereIsNoReason()
    {
        var pod = PodLevelsTests.Pod("shop-1", 1, (0, Created), (0, Ready), (3, NotReady), (4, Ready));
        var variant = FakePods.Variant("baseline", [], [FakePods.Replication(0, [pod], FakePods.Calls(1, _ => 0))]);
        Assert.Null(PodReason.Of(variant, Duration.FromSeconds(10), Duration.FromSeconds(300)));
    }
}
