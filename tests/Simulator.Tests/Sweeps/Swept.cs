using Simulator.Scenarios.Language;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Tests.Sweeps;

/// <summary>A small scenario that sweeps are tried on.</summary>
internal static class Swept
{
    public const string Text = """
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: swept}
        run: {duration: 20s, warmup: 2s, replications: 2, seed: 7}
        nodes: {pool: {cpus: 8}}
        services:
          api:
            resources: {requests: {cpu: 100m}, limits: {cpu: 500m, memory: 128Mi}}
            runtime: {threads: 2}
            endpoints: {get: {steps: [{name: work, cpu: 5ms}]}}
          web.v2:
            runtime: {threads: 2}
            endpoints: {get: {steps: [{cpu: 5ms}]}}
        clients:
          users: {target: api/get, arrival: {process: poisson, rate: 10/s}, retries: {max: 1, budget: {ratio: 10%}}}
        thresholds:
          api.get.latency: ["p99 < 100ms"]
          api.cpu.throttled_ratio: ["value < 5%"]
        """;

    public static EffectiveScenario Scenario(string text = Text)
    {
        var read = ScenarioReader.ReadText(text, "f.yaml");
        return read.Baseline ?? throw new InvalidOperationException(string.Join('\n', read.Diagnostics));
    }

    /// <summary>The values of one --sweep with blanks between them, or its mistakes.</summary>
    public static string Values(string sweep)
    {
        var swept = new SweptScenario(Scenario());
        return swept.Parameter(sweep, "--sweep", 1) is { } parameter
            ? string.Join(' ', parameter.Values.Select(v => v.Text))
            : string.Join('\n', swept.Mistakes);
    }
}
