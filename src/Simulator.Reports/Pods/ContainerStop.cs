using Simulator.Kernel;
using Simulator.Models.Pods.Kubelet;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Pods;

/// <summary>One container that was asked to stop, from its pod's events.</summary>
/// <param name="Pod">Whose.</param>
/// <param name="Asked">When the pod was deleted, or a probe gave the container up: grace counts from here.</param>
/// <param name="SigTerm">When its processes were told.</param>
/// <param name="Ended">When it was over.</param>
/// <param name="Drained">It stopped taking connections first.</param>
/// <param name="Killed">By SIGKILL, as the grace was over.</param>
internal sealed record ContainerStop(
    PodLife Pod, SimTime Asked, SimTime SigTerm, SimTime Ended, bool Drained, bool Killed)
{
    public static IEnumerable<ContainerStop> Of(PodLife pod)
    {
        SimTime? asked = null, told = null;
        var (drained, killed) = (false, false);
        foreach (var (at, kind) in pod.Events)
        {
            switch (kind)
            {
                case PodEventKind.Deleted or PodEventKind.Unhealthy when told is null:
                    asked = at;
                    break;
                case PodEventKind.SigTerm:
                    told = at;
                    break;
                case PodEventKind.Draining:
                    drained = true;
                    break;
                case PodEventKind.SigKill:
                    killed = true;
                    break;
                case PodEventKind.ContainerEnded:
                    if (told is { } sigTerm)
                        yield return new ContainerStop(pod, asked ?? sigTerm, sigTerm, at, drained, killed);
                    (asked, told, drained, killed) = (null, null, false, false);
                    break;
            }
        }
    }
}
