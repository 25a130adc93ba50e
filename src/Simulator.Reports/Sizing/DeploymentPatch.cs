using Simulator.Scenarios;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>The answer as a strategic merge patch: <c>kubectl patch deployment pdf --patch-file patch.yaml</c>.</summary>
public static class DeploymentPatch
{
    /// <summary>Null where there is no answer.</summary>
    public static string? Of(SizeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Best.Answer?.Limit is not { } limit) return null;
        var (words, service) = (new SizeWords(result), result.Plan.Service);
        var over = string.Concat(result.Plan.Over.Zip(result.Best.Asked.Values, (p, v) => $"# It takes {p}: {v} as well.\n"));
        var replicas = result.Plan.Over.Contains(MetricName.Of("services", service, "replicas"))
            ? $"\n  replicas: {result.Best.Replicas}" : "";
        return $"""
            # {words.Headline()}.
            # simulator {result.Version}, {result.Scenario.Metadata.Name}, seed {result.Scenario.Run.Seed}, sha256 {result.Best.Asked.Scenario.Sha256}
            {over}# kubectl patch deployment {service} --patch-file patch.yaml; the container is taken to have the service's name.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {service}
            spec:{replicas}
              template:
                spec:
                  containers:
                    - name: {service}
                      resources:
                        limits:
                          cpu: "{limit}"

            """;
    }
}
