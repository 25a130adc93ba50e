using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Dns;

namespace Simulator.Models.Recording;

/// <summary>The lookups of one service's pods, after warm-up; counted by when they were asked for.</summary>
/// <param name="plan">What counts.</param>
/// <param name="latency">From the call to its return.</param>
/// <param name="search">The search list: what was behind a name that went out.</param>
public sealed class LookupRecorder(MeasuringPlan plan, LatencyRecorder latency, ImmutableArray<string> search)
{
    // Go keeps its domains with their final dot.
    private readonly ImmutableArray<string> _domains = [.. search.Select(s => s.Trim('.'))];

    // What a reply can be: nothing, an answer, truncated, no data, then the codes.
    private const int Codes = 4;
    private const int Kinds = Codes + 16;

    private readonly long[] _outcomes = new long[Enum.GetValues<LookupResult>().Length];
    private readonly long[] _queries = new long[(search.Length + 1) * Kinds];

    public LatencyRecorder Latency => latency;

    public long Lookups { get; private set; }

    public long FromCache { get; private set; }

    public long Reused { get; private set; }

    public long Queries { get; private set; }

    /// <summary>One per family for the last name of each lookup: what it would have taken.</summary>
    public long Needed { get; private set; }

    /// <summary>Lookups that waited for a timeout.</summary>
    public long TimedOut { get; private set; }

    public long Count(LookupResult result) => _outcomes[(int)result];

    /// <summary>Queries by search domain (null: as it was given) and reply, in the order of the list.</summary>
    public IEnumerable<(string? Suffix, string Reply, long Count)> ByName =>
        from i in Enumerable.Range(0, _queries.Length)
        where _queries[i] > 0
        let suffix = i / Kinds
        select (suffix == search.Length ? null : _domains[suffix], LabelOf(i % Kinds), _queries[i]);

    /// <summary>The runtime's own cache had it.</summary>
    public void OnCached(SimTime at)
    {
        if (plan.Counts(at)) FromCache++;
    }

    /// <summary>A call on an open connection.</summary>
    public void OnReused(SimTime at)
    {
        if (plan.Counts(at)) Reused++;
    }

    public void OnLookup(PodLookup lookup, SimTime began, SimTime ended)
    {
        latency.Record(began, ended - began);
        if (!plan.Counts(began)) return;
        Lookups++;
        _outcomes[(int)lookup.Walk.Outcome!.Result]++;
        if (lookup.TimedOut) TimedOut++;
        var sends = lookup.Sends;
        Queries += sends.Count;
        if (sends.Count == 0) return;
        var last = sends[^1].Step;
        var families = 0;
        for (var i = 0; i < sends.Count; i++)
        {
            var send = sends[i];
            if (send.Step == last) families |= 1 << (int)send.Type;
            _queries[(SuffixOf(lookup.Walk.Name, send.Name) * Kinds) + KindOf(lookup.ReplyTo(i))]++;
        }

        Needed += families == 3 ? 2 : 1;
    }

    private static int KindOf(DnsReply? reply) => reply switch
    {
        null => 0,
        { IsTruncated: true } => 2,
        { Rcode: not DnsRcode.NoError } => Codes + (int)reply.Rcode,
        { HasAnswer: true } => 1,
        _ => 3,
    };

    private static string LabelOf(int kind) => kind switch
    {
        0 => "LOST",
        1 => "ANSWER",
        2 => "TC",
        3 => "NODATA",
        _ => ReplyLabel.Of((DnsRcode)(kind - Codes)),
    };

    // The list's length: as it was given. A name on the wire has a final dot, and so may the name that was given.
    private int SuffixOf(string name, string sent)
    {
        var length = sent.Length - name.Length - 2;
        if (length <= 0) return search.Length;
        for (var i = 0; i < search.Length; i++)
            if (_domains[i].Length == length
                && string.CompareOrdinal(sent, name.Length + 1, _domains[i], 0, length) == 0)
                return i;
        return search.Length;
    }
}
