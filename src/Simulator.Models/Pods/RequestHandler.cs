using Simulator.Kernel;
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
            var length = request.LengthOf(i);
            if (step.BurnsCpu)
            {
                var workers = pod.WorkersFor(step);
                request.Spend(await workers.Run(length, step.Parallelism, request.Intended, step.Tasks));
                request.CpuTime += length;
            }
            else
            {
                await sim.Delay(length);
                request.Spend(TimePart.Waited, length);
            }

            step.Latency?.Record(request.Intended, sim.Now - began);
        }

        pod.Leave();
        endpoint.Record(request, sim.Now - request.Intended);
        service.Completed.Add(sim.Now);
        request.Client.OnAnswer(request, Outcome.Ok);
    }
}
