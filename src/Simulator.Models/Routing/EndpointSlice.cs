using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Routing;

/// <summary>What proxies know of a service's pods: every change reaches them late.</summary>
/// <param name="sim">The run.</param>
/// <param name="service">Whose pods they are.</param>
/// <param name="propagation">From a change to the proxies' rules.</param>
/// <remarks>
/// One delay for each change, the same for all proxies. A later change never arrives before an earlier one of the same
/// pod: the controller writes whole slices.
/// </remarks>
public sealed class EndpointSlice(Simulation sim, Service service, Distribution propagation)
{
    private readonly RandomStream _delays = sim.Stream($"services/{service.Name}/endpoints");
    private readonly Dictionary<Pod, SimTime> _latest = [];

    public Service Service => service;

    /// <summary>The proxies know it already: it has been there for long.</summary>
    public void Know(Pod pod) => service.Reach(pod);

    /// <summary>A pod has become ready, or is ready no more.</summary>
    public void Publish(Pod pod, bool isReady)
    {
        var at = sim.Now + propagation.Sample(_delays);
        if (_latest.TryGetValue(pod, out var before) && before > at) at = before;
        _latest[pod] = at;
        sim.Start(Arrive(pod, isReady, at));
    }

    private async SimTask Arrive(Pod pod, bool isReady, SimTime at)
    {
        await sim.Until(at);
        if (isReady) service.Reach(pod);
        else service.Unreach(pod);
    }
}
