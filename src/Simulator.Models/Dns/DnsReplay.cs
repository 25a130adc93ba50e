using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>Lookups against a scripted zone in virtual time; the network itself takes none.</summary>
public sealed class DnsReplay
{
    // A resolv.conf may ask for millions of attempts, and for centuries.
    private const int MostQueries = 100_000;
    private const long Longest = 3_000_000_000_000_000_000;

    private readonly DnsReplayOptions _options;
    private readonly StubResolver _resolver;
    private readonly ScriptedServers _servers;
    private readonly LookupGate _gate;
    private readonly LookupCache _cache;
    private readonly DnsWalk?[] _walks;
    private readonly SimTime[] _starts;
    private readonly DnsLookup?[] _lookups;
    private readonly List<DnsExchange> _exchanges = [];
    private readonly PriorityQueue<Event, (long Time, int Rank, long Sequence)> _events = new();
    private long _sequence;
    private bool _isCut;

    private DnsReplay(DnsReplayOptions options, StubResolver resolver)
    {
        (_options, _resolver, _servers) = (options, resolver, new ScriptedServers(options.Zone));
        var profile = options.Profile;
        _gate = new LookupGate(profile.Concurrency, profile.OneAtATimePerName);
        _cache = new LookupCache(profile.PositiveTtl, profile.NegativeTtl);
        _walks = new DnsWalk?[options.Count];
        _starts = new SimTime[options.Count];
        _lookups = new DnsLookup?[options.Count];
    }

    public static DnsReplayResult Run(DnsReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var family = options.Profile.Family;
        var conf = ResolvConf.Parse(options.ResolvConf, family);
        var random = new RandomStream(options.Seed, 0, "dns");
        var replay = new DnsReplay(options, new StubResolver(family, conf, random, options.FirstServer));
        replay.Run();
        return new DnsReplayResult(conf, [.. replay._lookups.OfType<DnsLookup>()], [.. replay._exchanges],
            replay._isCut);
    }

    private void Run()
    {
        for (var i = 0; i < (_options.AtOnce ? _options.Count : 1); i++) Begin(i, SimTime.Zero);
        while (!_isCut)
        {
            if (_events.TryDequeue(out var next, out var at))
            {
                if (at.Time > Longest || _exchanges.Count > MostQueries) _isCut = true;
                else Handle(next, new SimTime(at.Time));
            }
            else if (Array.FindIndex(_walks, w => w is { IsDone: false }) is >= 0 and var stuck)
            {
                _walks[stuck]!.GiveUp();
                End(stuck, SimTime.Never);
                // What comes after a lookup that never returns is never asked.
                if (!_options.AtOnce) return;
            }
            else
            {
                return;
            }
        }
    }

    private void Handle(in Event next, SimTime now)
    {
        var walk = _walks[next.Lookup]!;
        if (walk.IsDone) return;
        if (next.Send is { } send) walk.Reply(send, next.Reply!, now);
        else if (walk.WakeAt == now) walk.Wake(now);
        else return;
        Pump(next.Lookup, now);
    }

    private void Begin(int i, SimTime now)
    {
        _starts[i] = now;
        if (_cache.Find(_options.Name, now) is { } outcome) Record(i, outcome, now, isCached: true);
        else if (_gate.Enter(i, _options.Name)) Start(i, now);
    }

    // Whoever waited for another's lookup of the same name finds its outcome.
    private void Admit(int i, SimTime now)
    {
        if (_cache.Find(_options.Name, now) is not { } outcome)
        {
            Start(i, now);
            return;
        }

        _gate.Leave(_options.Name);
        Record(i, outcome, now, isCached: true);
    }

    private void Start(int i, SimTime now)
    {
        // Each of several lookups at once has a thread of its own.
        var thread = _options.AtOnce ? new GlibcThread() : null;
        _walks[i] = _resolver.Lookup(_options.Name, _options.Ipv4Only, thread);
        _walks[i]!.Start(now);
        Pump(i, now);
    }

    private void Pump(int i, SimTime now)
    {
        var walk = _walks[i]!;
        while (walk.TryTake(out var send))
        {
            _isCut = _exchanges.Count > MostQueries;
            if (_isCut) return;
            Deliver(i, send, now);
        }

        if (walk.IsDone) End(i, now);
        else if (walk.WakeAt != SimTime.Never)
            _events.Enqueue(new Event(i, null, null), (walk.WakeAt.Nanoseconds, 1, _sequence++));
    }

    private void Deliver(int i, in DnsSend send, SimTime now)
    {
        var server = _resolver.Conf.Servers[send.Server];
        if (!_servers.Listens(server))
        {
            _exchanges.Add(new DnsExchange(i, now, send, server, "ICMP", IsRefused: true));
            _walks[i]!.Refuse(send, now);
            return;
        }

        var answer = _servers.Answer(send.Name, send.Type, server, send.Transport);
        _exchanges.Add(new DnsExchange(i, now, send, server, answer.Label, IsRefused: false));
        if (answer.Reply is { } reply)
            _events.Enqueue(new Event(i, send, reply), ((now + answer.Delay).Nanoseconds, 0, _sequence++));
    }

    private void End(int i, SimTime now)
    {
        var outcome = _walks[i]!.Outcome!;
        if (now != SimTime.Never) _cache.Keep(_options.Name, outcome, now);
        _gate.Leave(_options.Name);
        Record(i, outcome, now, isCached: false);
        if (now == SimTime.Never) return;
        while (_gate.TryAdmit(out var ticket)) Admit(ticket, now);
    }

    private void Record(int i, DnsOutcome outcome, SimTime now, bool isCached)
    {
        _lookups[i] = new DnsLookup(_starts[i], now, outcome, isCached);
        if (!_options.AtOnce && i + 1 < _options.Count && now != SimTime.Never) Begin(i + 1, now);
    }

    /// <summary>A reply when there is a send, else a wake.</summary>
    private readonly record struct Event(int Lookup, DnsSend? Send, DnsReply? Reply);
}
