using Simulator.Scenarios;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>
/// The answer as a strategic merge patch: <c>kubectl patch deployment pdf --patch-file patch.yaml</c>.
/// </summary>
public static class DeploymentPatch
{
    /// <summary>With its origin in comments; null where there is no answer.</summary>
    public static string? Of(SizeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (Body(result) is not { } body) return null;
        var over = string.Concat(result.Plan.Over.Zip(
            result.Best.Asked.Values, (path, value) => $"# It takes {path}: {value} as well.\n"));
        return $"""
            # {new SizeWords(result).Headline()}.
            {over}# simulator {result.Version}, {result.Scenario.Metadata.Name}, seed {result.Scenario.Run.Seed}
            # sha256 {result.Best.Asked.Scenario.Sha256}
            # Deployment and container are taken to have the service's name.
            {body}
            """;
    }

    /// <summary>The patch alone.</summary>
    public static string? Body(SizeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Best.Answer?.Limit is not { } limit) return null;
        var service = result.Plan.Service;
        var replicas = result.Plan.Over.Contains(MetricName.Of("services", service, "replicas"))
            ? $"\n  replicas: {result.Best.Replicas}" : "";
        return $"""
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
