using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>Go 1.19: src/net/dnsclient_unix.go, goLookupIPCNAMEOrder, tryOneName and exchange.</summary>
public sealed class GoWalk : DnsWalk
{
    private const int LongestName = 254;     // with its final dot

    private readonly Branch[] _branches;
    private readonly Rotation _rotation;
    private readonly ImmutableArray<string> _names;
    private int _next;
    private (LookupResult Result, string Error)? _last;

    public GoWalk(string name, ResolvConf conf, bool ipv4Only, Rotation rotation)
        : base(name, conf with { NoAaaa = false }, ipv4Only)
    {
        _rotation = rotation;
        _branches = AsksBoth ? [new Branch(RecordType.A), new Branch(RecordType.Aaaa)] : [new Branch(RecordType.A)];
        _names = NameList();
    }

    public override void Start(SimTime now)
    {
        if (DnsName.IsDottedQuad(Name) || DnsName.IsIpv6(DnsName.WithoutZone(Name))) Found([Name]);
        else NextName(now);
    }

    protected override void OnReply(in DnsSend send, DnsReply reply, SimTime now)
    {
        if (BranchOf(send) is not { } branch) return;
        var server = $"{Conf.Servers[send.Server]}:53";
        if (reply.IsTruncated && send.Transport == DnsTransport.Udp)
        {
            Exchange(branch, DnsTransport.Tcp, now);
        }
        else if (reply.IsTruncated && !Conf.UseVc)
        {
            TryNext(branch, LookupResult.TryAgain, $"lookup {Name} on {server}: no answer from DNS server", now);
        }
        else if (reply.Rcode == DnsRcode.NxDomain
            || (reply is { Rcode: DnsRcode.NoError, Addresses.IsEmpty: true } && !IsLame(reply)))
        {
            var result = reply.Rcode == DnsRcode.NxDomain ? LookupResult.NotFound : LookupResult.NoData;
            End(branch, [], (result, $"lookup {Name} on {server}: no such host"));
        }
        else if (reply.Rcode == DnsRcode.NoError && !IsLame(reply))
        {
            End(branch, reply.Addresses, null);
        }
        else
        {
            var error = IsLame(reply) ? "lame referral" : "server misbehaving";
            TryNext(branch, LookupResult.TryAgain, $"lookup {Name} on {server}: {error}", now);
        }

        Continue(now);
    }

    protected override void OnRefused(in DnsSend send, SimTime now)
    {
        if (BranchOf(send) is not { } branch) return;
        var server = $"{Conf.Servers[send.Server]}:53";
        var error = send.Transport == DnsTransport.Tcp
            ? $"dial tcp {server}: connect: connection refused"
            : $"read udp {server}: read: connection refused";
        TryNext(branch, LookupResult.TryAgain, $"lookup {Name} on {server}: {error}", now);
        Continue(now);
    }

    protected override void OnWake(SimTime now)
    {
        foreach (var branch in _branches)
        {
            if (branch.IsDone || branch.Deadline > now) continue;
            var server = $"{Conf.Servers[branch.Server]}:53";
            var network = branch.Transport == DnsTransport.Tcp ? "tcp" : "udp";
            TryNext(branch, LookupResult.TryAgain, $"lookup {Name} on {server}: read {network} {server}: i/o timeout",
                now);
        }

        Continue(now);
    }

    private static bool IsLame(DnsReply reply) => reply is { IsNoData: true, IsLame: true };

    private Branch? BranchOf(in DnsSend send)
    {
        foreach (var branch in _branches)
            if (!branch.IsDone && branch.SendId == send.Id) return branch;
        return null;
    }

    // Names that are too long are left out; one that cannot be packed costs its step, and no query.
    private ImmutableArray<string> NameList()
    {
        if (!IsDomainName(Name)) return [];
        if (HasFinalDot) return [Name];
        var names = ImmutableArray.CreateBuilder<string>();
        var hasEnoughDots = DnsName.Dots(Name) >= Conf.Ndots;
        if (hasEnoughDots) names.Add(Name + ".");
        foreach (var domain in Conf.Search)
            if (Name.Length + 1 + domain.Length <= LongestName) names.Add($"{Name}.{domain}");
        if (!hasEnoughDots) names.Add(Name + ".");
        return names.ToImmutable();
    }

    // Letters, digits, '-', '_' in labels of 1 to 63, and not only digits.
    private static bool IsDomainName(string name)
    {
        if (!DnsName.IsSendable(name)) return false;
        if (name == ".") return true;
        var isNumeric = true;
        var before = '.';
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
            if ((c == '-' && before == '.') || (c == '.' && before == '-')) return false;
            isNumeric &= char.IsAsciiDigit(c) || c == '.';
            before = c;
        }

        return before != '-' && !isNumeric;
    }

    private void NextName(SimTime now)
    {
        while (_next < _names.Length)
        {
            NextStep(_names[_next++]);
            foreach (var branch in _branches) branch.Reset();
            if (DnsName.IsSendable(Query))
            {
                foreach (var branch in _branches)
                {
                    Begin(branch, now);
                    if (Conf.SingleRequest) break;
                }

                WakeUp();
                return;
            }

            _last ??= (LookupResult.NotFound, $"lookup {Name}: cannot marshal DNS message");
        }

        var (result, error) = _last ?? (LookupResult.NotFound, $"lookup {Name}: no such host");
        Fail(result, error);
    }

    private void Begin(Branch branch, SimTime now)
    {
        branch.Offset = Conf.Rotate ? _rotation.Next(Conf.Servers.Length) : 0;
        Exchange(branch, Conf.UseVc ? DnsTransport.Tcp : DnsTransport.Udp, now);
    }

    private void Exchange(Branch branch, DnsTransport transport, SimTime now)
    {
        branch.IsStarted = true;
        branch.Server = (branch.Offset + branch.Tries) % Conf.Servers.Length;
        branch.Transport = transport;
        branch.Deadline = now + Conf.Timeout;
        branch.SendId = Send(branch.Type, branch.Server, transport, NewSocket());
    }

    private void TryNext(Branch branch, LookupResult result, string error, SimTime now)
    {
        if (++branch.Tries < (long)Conf.Attempts * Conf.Servers.Length)
            Exchange(branch, Conf.UseVc ? DnsTransport.Tcp : DnsTransport.Udp, now);
        else End(branch, [], (result, error));
    }

    private static void End(Branch branch, ImmutableArray<string> addresses, (LookupResult, string)? error) =>
        (branch.IsDone, branch.Addresses, branch.Error, branch.Deadline) = (true, addresses, error, SimTime.Never);

    private void Continue(SimTime now)
    {
        foreach (var branch in _branches)
        {
            if (branch.IsDone) continue;
            if (!branch.IsStarted) Begin(branch, now);
            WakeUp();
            return;
        }

        foreach (var branch in _branches)
        {
            // The error of the name as it was given is the one to report.
            if (branch.Error is { } error && (_last is null || Query == Name + ".")) _last = error;
        }

        ImmutableArray<string> addresses = [.. _branches.SelectMany(b => b.Addresses)];
        if (addresses.IsEmpty) NextName(now);
        else Found(addresses);
    }

    private void WakeUp()
    {
        var at = SimTime.Never;
        foreach (var branch in _branches)
            if (branch is { IsStarted: true, IsDone: false } && branch.Deadline < at) at = branch.Deadline;
        WakeAt = at;
    }

    /// <summary>One family's goroutine.</summary>
    private sealed class Branch(RecordType type)
    {
        public RecordType Type => type;

        public bool IsStarted { get; set; }

        public bool IsDone { get; set; }

        public int Offset { get; set; }

        public int Tries { get; set; }

        public int Server { get; set; }

        public DnsTransport Transport { get; set; }

        public int SendId { get; set; }

        public SimTime Deadline { get; set; }

        public ImmutableArray<string> Addresses { get; set; } = [];

        public (LookupResult Result, string Error)? Error { get; set; }

        public void Reset()
        {
            (IsStarted, IsDone, Tries, Deadline) = (false, false, 0, SimTime.Never);
            (Addresses, Error) = ([], null);
        }
    }
}
