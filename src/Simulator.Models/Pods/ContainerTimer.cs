using Simulator.Kernel;
using Simulator.Models.Traffic;

namespace Simulator.Models.Pods;

/// <summary>
/// What a program does of its own accord, again and again: setInterval, a scheduler, a consumer of a queue.
/// </summary>
public sealed record TimerOptions
{
    /// <summary>Unique in the service.</summary>
    public required string Name { get; init; }

    /// <summary>Does the work, in the container whose timer it is.</summary>
    public required RequestHandler Handler { get; init; }

    /// <summary>From one time to the next, whether or not the work is done by then; never zero for ever.</summary>
    public required Distribution Every { get; init; }
}

/// <summary>A timer in each container of one pod.</summary>
/// <remarks>
/// It knows nothing of readiness or endpoints: it stops when the program stops taking work, at its own end or as its
/// handler of SIGTERM closes the listener. A program that ignores SIGTERM goes on until SIGKILL.
/// </remarks>
internal sealed class ContainerTimer
{
    private readonly Simulation _sim;
    private readonly Pod _pod;
    private readonly Distribution _every;
    private readonly RandomStream _stream;
    private readonly Client _client;

    public ContainerTimer(Simulation sim, Pod pod, TimerOptions options)
    {
        (_sim, _pod, _every) = (sim, pod, options.Every);
        _stream = sim.Stream($"pods/{pod.Name}/timers/{options.Name}");
        var client = new ClientOptions { Name = $"{pod.Name}/timers/{options.Name}" };
        _client = new Client(sim, client, options.Handler, recorder: null, log: null);
    }

    /// <summary>For a container that has just begun to listen.</summary>
    /// <param name="container">Of this pod.</param>
    /// <param name="wasThere">It has listened for long: the first time comes at some point of the interval.</param>
    public void Start(Container container, bool wasThere) => _sim.Start(Run(container, wasThere));

    private async SimTask Run(Container container, bool wasThere)
    {
        var wait = _every.Sample(_stream);
        if (wasThere) wait = Duration.FromNanoseconds(wait.Nanoseconds * _stream.NextDouble());
        while (true)
        {
            if (wait > Duration.Zero) await _sim.Delay(wait);
            if (!container.Listens) return;
            _client.SendTo(_pod, work: null, default);
            wait = _every.Sample(_stream);
        }
    }
}
