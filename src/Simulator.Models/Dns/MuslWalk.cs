using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>musl: src/network/lookup_name.c, name_from_dns_search and name_from_dns; res_msend.c.</summary>
public sealed class MuslWalk : DnsWalk
{
    private const int LongestName = 254;

    private readonly bool _isNew;
    private readonly bool[] _overTcp = new bool[2];
    private readonly DnsReply?[] _answers = new DnsReply?[2];
    private readonly string _stem;
    private bool _isUnreadable;
    private int _domain;
    private int _socket;
    private int _interval;
    private int _servFailRetries;
    private SimTime _start;

    /// <param name="name">What the program asked for.</param>
    /// <param name="conf">As musl reads it.</param>
    /// <param name="ipv4Only">AF_INET.</param>
    /// <param name="isNew">From 1.2.4: TCP after a truncated reply, EAI_NODATA, and names that cannot be sent are
    /// skipped.</param>
    public MuslWalk(string name, ResolvConf conf, bool ipv4Only, bool isNew)
        : base(name, conf with { NoAaaa = false }, ipv4Only)
    {
        _isNew = isNew;
        _stem = HasFinalDot ? name[..^1] : name;
        _domain = DnsName.Dots(name) >= conf.Ndots || HasFinalDot ? conf.Search.Length : 0;
    }

    private int Families => AsksBoth ? 2 : 1;

    public override void Start(SimTime now)
    {
        if (DnsName.Aton(Name) is { } ipv4) Found([ipv4]);
        else if (DnsName.IsIpv6(DnsName.WithoutZone(Name))) Found([Name]);
        else if (_stem.Length is 0 or > LongestName || _stem.EndsWith('.')) FailNotFound();
        else NextName(now);
    }

    protected override void OnReply(in DnsSend send, DnsReply reply, SimTime now)
    {
        if (send.Step != Step) return;
        var i = (int)send.Type;
        if (_answers[i] is not null) return;
        if (send.Transport == DnsTransport.Tcp)
        {
            // Anything but an answer over TCP gives the whole name up.
            if (reply.Rcode is DnsRcode.NoError or DnsRcode.NxDomain) Accept(i, reply, now);
            else Evaluate(now);
            return;
        }

        if (_overTcp[i]) return;
        if (reply.Rcode == DnsRcode.ServFail && _servFailRetries > 0)
        {
            _servFailRetries--;
            Send(send.Type, send.Server, DnsTransport.Udp, _socket);
        }

        if (reply.Rcode is not (DnsRcode.NoError or DnsRcode.NxDomain)) return;
        if (reply.IsTruncated && _isNew)
        {
            _overTcp[i] = true;
            Send(send.Type, send.Server, DnsTransport.Tcp, NewSocket());
            return;
        }

        Accept(i, reply, now);
    }

    // One unconnected socket for all servers: no ICMP error gets through to it.
    protected override void OnRefused(in DnsSend send, SimTime now)
    {
        if (send.Step == Step && send.Transport == DnsTransport.Tcp) Evaluate(now);
    }

    protected override void OnWake(SimTime now)
    {
        if (++_interval < Conf.Attempts) SendMissing();
        else Evaluate(now);
    }

    private void Accept(int i, DnsReply reply, SimTime now)
    {
        _answers[i] = reply;
        if (_answers.AsSpan(0, Families).IndexOf((DnsReply?)null) < 0) Evaluate(now);
    }

    private void NextName(SimTime now)
    {
        while (_domain <= Conf.Search.Length)
        {
            var isLast = _domain == Conf.Search.Length;
            var name = isLast ? _stem : $"{_stem}.{Conf.Search[_domain]}";
            _domain++;
            if (name.Length > LongestName + 1) continue;
            if (DnsName.IsSendable(name))
            {
                Ask(name, now);
                return;
            }

            if (_isNew) continue;
            if (!isLast && Conf.Search[_domain - 1].TrimEnd('.').Length == 0) AskMalformed(now);
            else FailNotFound();
            return;
        }

        FailNotFound();
    }

    private void Ask(string name, SimTime now)
    {
        NextStep(name);
        Array.Clear(_answers);
        Array.Clear(_overTcp);
        (_start, _interval, _socket) = (now, 0, NewSocket());
        if (Conf.Attempts == 0) Fail(LookupResult.Crashes, "killed by SIGFPE: musl divides by attempts:0");
        else if (Conf.Timeout == Duration.Zero) Evaluate(now);
        else SendMissing();
    }

    // 1.2.3 sends a name with an empty label as a packet that no server can read, and waits.
    private void AskMalformed(SimTime now)
    {
        _isUnreadable = true;
        Ask(_stem, now);
    }

    private void SendMissing()
    {
        for (var i = 0; i < Families; i++)
        {
            if (_isUnreadable || _answers[i] is not null || _overTcp[i]) continue;
            for (var server = 0; server < Conf.Servers.Length; server++)
                Send((RecordType)i, server, DnsTransport.Udp, _socket);
        }

        _servFailRetries = 2 * Families;
        // poll wakes a little late, so that the time of all intervals together is never undercut by one more.
        WakeAt = _start + new Duration(Conf.Timeout.Nanoseconds * (_interval + 1) / Conf.Attempts);
    }

    private void Evaluate(SimTime now)
    {
        for (var i = 0; i < Families; i++)
        {
            if (_answers[i] is not { } answer)
            {
                Fail(LookupResult.TryAgain, "Try again");
                return;
            }

            if (answer.Rcode == DnsRcode.NxDomain)
            {
                NextName(now);
                return;
            }
        }

        var addresses = Addresses(_answers[0], _answers[1]);
        if (!addresses.IsEmpty) Found(addresses);
        else if (_isNew) Fail(LookupResult.NoData, "Name has no usable address");
        else FailNotFound();
    }

    private void FailNotFound() => Fail(LookupResult.NotFound, "Name does not resolve");
}
