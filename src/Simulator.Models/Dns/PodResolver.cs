using Simulator.Kernel;
using Simulator.Models.Pods;
using Simulator.Models.Recording;

namespace Simulator.Models.Dns;

/// <summary>
/// Names as the program in one pod finds them: cache and queue of its runtime, stub resolver, and the CPU they need.
/// </summary>
public sealed class PodResolver
{
    private readonly Simulation _sim;
    private readonly PodResolverOptions _options;
    private readonly StubResolver _stub;
    private readonly PodRoutes _routes;
    private readonly Workers _loop;
    private readonly Workers? _blocking;
    private readonly LookupGate _gate;
    private readonly LookupCache _cache;
    private readonly Dictionary<int, Wait<bool>> _waiting = [];
    private readonly Stack<PodLookup> _spare = new();
    private int _tickets;

    /// <param name="sim">The run.</param>
    /// <param name="options">The runtime's part.</param>
    /// <param name="stub">The resolver behind it, with the pod's resolv.conf.</param>
    /// <param name="container">Whose threads and CPU it takes.</param>
    /// <param name="routes">Where its queries go.</param>
    /// <param name="recorder">Of the pod's service.</param>
    public PodResolver(
        Simulation sim, PodResolverOptions options, StubResolver stub, Container container, PodRoutes routes,
        LookupRecorder recorder)
    {
        (_sim, _options, _stub, _routes, Recorder) = (sim, options, stub, routes, recorder);
        var profile = options.Profile;
        _loop = container.LoopWorkers;
        _blocking = profile.Blocks && container.Runtime.BlocksOnCalls ? container.CallWorkers : null;
        _gate = new LookupGate(profile.Concurrency, profile.OneAtATimePerName);
        _cache = new LookupCache(profile.PositiveTtl, profile.NegativeTtl);
    }

    public LookupRecorder Recorder { get; }

    /// <summary>Awaited: what the program is told.</summary>
    /// <param name="host">A name, as the program has it.</param>
    /// <param name="request">Whose lookup it is: it is told of waits in vain.</param>
    public async SimTask<DnsOutcome> Resolve(string host, Request request)
    {
        var began = _sim.Now;
        if (_cache.Find(host, began) is { } kept)
        {
            Recorder.OnCached(began);
            return kept;
        }

        await Enter(host);
        var life = request.Life;
        DnsOutcome end;
        // Whoever waited for another's lookup of the same name finds its outcome.
        if (_cache.Find(host, _sim.Now) is { } fresh)
        {
            Recorder.OnCached(began);
            end = fresh;
        }
        else
        {
            end = await Look(host, began, request, life);
            _cache.Keep(host, end, _sim.Now);
        }

        _gate.Leave(host);
        while (_gate.TryAdmit(out var ticket))
            if (_waiting.Remove(ticket, out var next)) next.TryAnswer(true);
        return end;
    }

    private async SimTask Enter(string host)
    {
        var ticket = _tickets++;
        if (_gate.Enter(ticket, host)) return;
        var turn = _sim.Rent<bool>();
        _waiting.Add(ticket, turn);
        await turn;
    }

    private async SimTask<DnsOutcome> Look(string host, SimTime began, Request request, long life)
    {
        var thread = _blocking is null ? null : await _blocking.Take();
        var walk = _stub.Lookup(host, _options.Ipv4Only, thread?.Resolver ?? new GlibcThread());
        var lookup = _spare.TryPop(out var spare) ? spare : new PodLookup(_sim);
        lookup.Begin(walk);
        walk.Start(_sim.Now);
        while (true)
        {
            var sends = lookup.Collect();
            if (sends > 0)
            {
                await Burn(thread, PodResolverOptions.CpuPerSend * sends);
                _routes.Send(lookup);
            }

            if (walk.IsDone) break;
            await Next(lookup, thread, request, life);
        }

        thread?.Release();
        lookup.Close();
        Recorder.OnLookup(lookup, began, _sim.Now);
        _spare.Push(lookup);
        return walk.Outcome!;
    }

    // What has come in is read before the clock is looked at, however late the thread gets to run: poll does so too.
    private async SimTask Next(PodLookup lookup, Worker? thread, Request request, long life)
    {
        if (!lookup.HasReplies)
        {
            if (request.Life == life)
            {
                request.Turn(TimePart.Dns, _sim.Now);
                if (request.Trace is { } trace) trace.Where = lookup.LastSent;
            }

            await lookup.Arrival();
        }

        if (!lookup.HasReplies)
        {
            if (request.Life == life) request.TurnFrom(TimePart.DnsTimeout, TimePart.Dns, _sim.Now);
            lookup.Wake();
            return;
        }

        await Burn(thread, PodResolverOptions.CpuPerReply * lookup.Replies);
        lookup.Read();
    }

    private async SimTask Burn(Worker? thread, Duration work)
    {
        if (thread is null) await _loop.Run(work, 1, _sim.Now, tasks: null);
        else await thread.Burn(work);
    }
}

/// <summary>How a pod's program looks names up.</summary>
public sealed record PodResolverOptions
{
    public required ResolverProfile Profile { get; init; }

    /// <summary>A alone.</summary>
    public bool Ipv4Only { get; init; }

    /// <summary>
    /// Half of what one query and its reply cost: 170 us of CPU for ten of them, measured: glibc 2.36, Linux 6.18.
    /// </summary>
    public static Duration CpuPerSend => Duration.FromNanoseconds(8_500);

    /// <inheritdoc cref="CpuPerSend"/>
    public static Duration CpuPerReply => Duration.FromNanoseconds(8_500);
}
