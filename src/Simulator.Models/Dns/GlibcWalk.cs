using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>glibc 2.36: the search list (resolv/res_query.c, __res_context_search).</summary>
public sealed class GlibcWalk : DnsWalk
{
    private readonly GlibcExchange _exchange;
    private At _at;
    private int _domain;
    private bool _triedAsIs;
    private bool _rootOnList;
    private bool _gotNoData;
    private bool _gotServFail;
    private GlibcError? _saved;
    private GlibcError _last;

    /// <param name="name">What the program asked for.</param>
    /// <param name="conf">As glibc reads it.</param>
    /// <param name="ipv4Only">AF_INET, or AI_ADDRCONFIG on a host without IPv6.</param>
    /// <param name="thread">Keeps what sticks.</param>
    /// <param name="rotation">Of the whole process.</param>
    public GlibcWalk(string name, ResolvConf conf, bool ipv4Only, GlibcThread thread, Rotation rotation)
        : base(name, conf, ipv4Only)
    {
        _exchange = new GlibcExchange(this, thread, rotation);
    }

    private enum At
    {
        AsIsFirst,
        Domain,
        AsIsLast,
    }

    public override void Start(SimTime now)
    {
        if (DnsName.Aton(Name) is { } ipv4)
        {
            Found([ipv4]);
            return;
        }

        if (DnsName.IsIpv6(DnsName.WithoutZone(Name)))
        {
            Found([Name]);
            return;
        }

        if (DnsName.Dots(Name) >= Conf.Ndots || HasFinalDot) Ask(At.AsIsFirst, Name, now);
        else NextDomain(now);
    }

    protected override void OnReply(in DnsSend send, DnsReply reply, SimTime now)
    {
        if (send.Step == Step) _exchange.Reply(send, reply, now);
        Continue(now);
    }

    protected override void OnRefused(in DnsSend send, SimTime now)
    {
        if (send.Step == Step) _exchange.Refuse(send, now);
        Continue(now);
    }

    protected override void OnWake(SimTime now)
    {
        _exchange.TimeOut(now);
        Continue(now);
    }

    internal bool Both => AsksBoth;

    internal int Open() => NewSocket();

    internal void Out(RecordType type, int server, DnsTransport transport, int socket) =>
        Send(type, server, transport, socket);

    internal void TakeBack(int socket) => Withdraw(socket);

    internal void WakeBy(SimTime at) => WakeAt = at;

    private void Ask(At at, string name, SimTime now)
    {
        _at = at;
        NextStep(name);
        _exchange.Begin(Query, now);
        Continue(now);
    }

    // A name that cannot be sent is answered at once, so this may go round without a reply.
    private void Continue(SimTime now)
    {
        if (IsDone || _exchange.Answer is not { } answer) return;
        _exchange.Forget();
        if (answer.IsSuccess)
        {
            // An alias without an address ends the search all the same.
            var addresses = Addresses(answer.First, answer.Second);
            if (addresses.IsEmpty) Fail(GlibcError.HostNotFound);
            else Found(addresses);
            return;
        }

        _last = answer.Error;
        switch (_at)
        {
            case At.AsIsFirst when HasFinalDot:
                Fail(answer.Error);
                break;
            case At.AsIsFirst:
                (_saved, _triedAsIs) = (answer.Error, true);
                NextDomain(now);
                break;
            case At.Domain when answer.NobodyThere:
                Fail(GlibcError.TryAgain);
                break;
            case At.Domain:
                AfterDomain(answer, now);
                break;
            default:
                FailInTheEnd();
                break;
        }
    }

    private void AfterDomain(GlibcAnswer answer, SimTime now)
    {
        _gotNoData |= answer.Error == GlibcError.NoData;
        var servFail = answer is { Error: GlibcError.TryAgain, LastRcode: DnsRcode.ServFail };
        _gotServFail |= servFail;
        if (servFail || answer.Error is GlibcError.NoData or GlibcError.HostNotFound) NextDomain(now);
        else AsIsLast(now);
    }

    private void NextDomain(SimTime now)
    {
        if (_domain >= Conf.Search.Length)
        {
            AsIsLast(now);
            return;
        }

        var domain = Conf.Search[_domain++];
        if (domain[0] == '.') domain = domain[1..];
        _rootOnList |= domain.Length == 0;
        Ask(At.Domain, $"{Name}.{domain}", now);
    }

    private void AsIsLast(SimTime now)
    {
        if (_triedAsIs || _rootOnList) FailInTheEnd();
        else Ask(At.AsIsLast, Name, now);
    }

    private void FailInTheEnd() => Fail(
        _saved ?? (_gotNoData ? GlibcError.NoData : _gotServFail ? GlibcError.TryAgain : _last));

    private void Fail(GlibcError error)
    {
        switch (error)
        {
            case GlibcError.TryAgain:
                Fail(LookupResult.TryAgain, "Temporary failure in name resolution");
                break;
            case GlibcError.NoData:
                Fail(LookupResult.NoData, "No address associated with hostname");
                break;
            default:
                Fail(LookupResult.NotFound, "Name or service not known");
                break;
        }
    }
}
