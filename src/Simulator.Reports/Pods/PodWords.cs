using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>What outputs call states and events of pods.</summary>
internal static class PodWords
{
    public static string Of(PodState state) => state switch
    {
        PodState.Pending => "pending",
        PodState.NotReady => "not ready",
        PodState.Ready => "ready",
        PodState.BackOff => "back-off",
        PodState.Terminating => "terminating",
        _ => "gone",
    };

    /// <summary>As Kubernetes' events and the kernel's signals are called.</summary>
    public static string Of(PodEventKind kind) => kind switch
    {
        PodEventKind.SigTerm => "SIGTERM",
        PodEventKind.SigKill => "SIGKILL",
        _ => kind.ToString(),
    };

    /// <summary><c>1 pod</c>, <c>22 pods</c>.</summary>
    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>Three digits at most, and no zeros behind the point: <c>30 s</c>, <c>1.24 s</c>, <c>5 ms</c>.</summary>
    public static string Time(double seconds)
    {
        if (seconds <= 0) return "0 s";
        var digits = 2 - (int)Math.Floor(Math.Log10(seconds));
        return Human.Exact(Duration.FromSeconds(Math.Round(seconds, Math.Clamp(digits, 0, 9))));
    }

    /// <summary><c>shop</c>, <c>47 services</c>.</summary>
    public static string Services(IReadOnlyCollection<string> services) =>
        services.Count == 1 ? services.First() : $"{services.Count} services";
}
