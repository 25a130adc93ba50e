using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Models.Recording;
using Simulator.Models.Routing;

namespace Simulator.Models.Pods;

/// <summary>The way of a request through a service, from its arrival to the answer.</summary>
public sealed class RequestHandler(Simulation sim, Service service, Endpoint endpoint)
{
    private readonly Step? _firstCpuStep = endpoint.FirstCpuStep < 0 ? null : endpoint.Steps[endpoint.FirstCpuStep];

    public Service Service => service;

    public Endpoint Endpoint => endpoint;

    public async SimTask Handle(Request request)
    {
        var pod = service.Route(request.RoutingDraw);
        request.Pod = pod;
        if (!pod.TryAdmit(_firstCpuStep))
        {
            request.Client.OnAnswer(request, Outcome.Rejected);
            return;
        }

        for (var i = 0; i < endpoint.Steps.Length; i++)
        {
            var step = endpoint.Steps[i];
            var began = sim.Now;
            var chance = request.ChanceOf(i);
            if (step.Kind == StepKind.Cpu)
            {
                var workers = pod.WorkersFor(step);
                var patience = i == endpoint.FirstCpuStep ? pod.QueueTimeout : null;
                var share = await workers.Run(
                    chance.Length, step.Parallelism, request.Intended, step.Tasks, patience);
                request.Spend(share);
                if (share.IsShed)
                {
                    End(pod, request, Outcome.Shed);
                    return;
                }

                request.CpuTime += chance.Length;
            }
            else
            {
                if (step.Host is { } host)
                {
                    var (outcome, inVain) = await Resolve(pod.Resolver!, host, step, chance);
                    request.Spend(TimePart.Dns, sim.Now - began - inVain);
                    request.Spend(TimePart.DnsTimeout, inVain);
                    if (outcome is { IsFound: false })
                    {
                        End(pod, request, Outcome.DnsError);
                        return;
                    }
                }

                if (chance.Length > Duration.Zero) await sim.Delay(chance.Length);
                request.Spend(TimePart.Waited, chance.Length);
            }

            step.Latency?.Record(request.Intended, sim.Now - began);
        }

        End(pod, request, Outcome.Ok);
    }

    // Without an outcome there was no lookup.
    private async SimTask<(DnsOutcome? Outcome, Duration InVain)> Resolve(
        PodResolver resolver, HostName host, Step step, StepChance chance)
    {
        if (chance.Reuse < step.KeepAlive)
        {
            resolver.Recorder.OnReused(sim.Now);
            return default;
        }

        var end = await resolver.Resolve(host.Of(chance.Host));
        return (end.Outcome, end.InVain);
    }

    private void End(Pod pod, Request request, Outcome outcome)
    {
        pod.Leave();
        endpoint.Record(request, sim.Now - request.Intended);
        if (outcome != Outcome.Shed) service.Completed.Add(sim.Now);
        request.Client.OnAnswer(request, outcome);
    }
}
