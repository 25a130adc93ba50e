using Simulator.Reports;
using Simulator.Scenarios;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Reports;

/// <summary>Where the thresholds and values of a made-up summary would have been written.</summary>
internal static class FakeOrigin
{
    public static RunOrigin Of(Summary summary) => new()
    {
        Command = "simulator run scenarios/invisible-throttle.yaml",
        NotModelled = NotModelled.All,
        Variants =
        [
            .. summary.Variants.Select(v => new VariantOrigin(
                [new ScenarioParameter("run.seed", "42", "invisible-throttle.yaml:4")],
                [
                    .. v.Verdicts.Select((_, i) => new ThresholdOrigin(
                        MetricKind.EndpointLatency, new SourcePosition("scenarios/invisible-throttle.yaml", 30 + i, 5))),
                ])),
        ],
    };
}
