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

    /// <summary>Ends it in every case, at the latest with the run.</summary>
    /// <param name="request">Whose client waits.</param>
    /// <param name="pod">Null: as the service routes it.</param>
    public async SimTask Handle(Request request, Pod? pod = null)
    {
        pod ??= service.Route(request.RoutingDraw);
        request.Pod = pod;
        if (pod?.Container is not { } container || !(container.Listens || container.IsLost))
        {
            request.Client.OnAnswer(request, Outcome.ConnectionRefused);
            return;
        }

        if (container.IsLost) // Nothing comes back from there, not even a refusal.
        {
            request.Turn(TimePart.Lost, sim.Now);
            return;
        }

        request.Trace?.Enter(pod, container, sim.Now);
        var life = request.Life;
        if (!container.TryAdmit(request, _firstCpuStep))
        {
            request.Client.OnAnswer(request, Outcome.Rejected);
            return;
        }

        for (var i = 0; i < endpoint.Steps.Length; i++)
        {
            var step = endpoint.Steps[i];
            var began = sim.Now;
            var chance = request.ChanceOf(i);
            if (request.Trace is { } trace) (trace.Step, trace.Where) = (step.Label, "");
            if (step.Kind == StepKind.Cpu)
            {
                var patience = i == endpoint.FirstCpuStep ? container.QueueTimeout : null;
                var share = await container.WorkersFor(step).Run(
                    chance.Length, step.Parallelism, request.Intended, step.Tasks, patience, request);
                if (request.Life != life) return;
                if (share.IsShed)
                {
                    End(container, request, Outcome.Shed);
                    return;
                }

                request.CpuTime += chance.Length;
            }
            else if (step.Query is { } query)
            {
                var failure = await query.Run(container, request, step, chance.Queries!);
                if (request.Life != life) return;
                if (failure is { } outcome)
                {
                    End(container, request, outcome);
                    return;
                }
            }
            else
            {
                if (step.Host is { } host)
                {
                    request.Turn(TimePart.Dns, sim.Now);
                    var outcome = await Resolve(container.Resolver!, host, step, request, chance);
                    if (request.Life != life) return;
                    request.Turn(TimePart.Waited, sim.Now);
                    if (request.Trace is { } open) open.Where = "";
                    if (outcome is { IsFound: false })
                    {
                        End(container, request, Outcome.DnsError);
                        return;
                    }
                }

                if (chance.Length > Duration.Zero)
                {
                    request.Turn(TimePart.Waited, sim.Now);
                    await sim.Delay(chance.Length);
                    if (request.Life != life) return;
                    request.Settle(sim.Now);
                }
            }

            step.Latency?.Record(request.Intended, sim.Now - began);
        }

        End(container, request, Outcome.Ok);
    }

    // Without an outcome there was no lookup.
    private async SimTask<DnsOutcome?> Resolve(
        PodResolver resolver, HostName host, Step step, Request request, StepChance chance)
    {
        if (chance.Reuse < step.KeepAlive)
        {
            resolver.Recorder.OnReused(sim.Now);
            return null;
        }

        return await resolver.Resolve(host.Of(chance.Host), request);
    }

    private void End(Container container, Request request, Outcome outcome)
    {
        container.Leave(request);
        endpoint.Record(request, sim.Now - request.Intended);
        if (outcome != Outcome.Shed) service.Completed.Add(sim.Now);
        request.Client.OnAnswer(request, outcome);
    }
}
