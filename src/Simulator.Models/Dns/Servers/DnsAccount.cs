using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Recording;

namespace Simulator.Models.Dns.Servers;

/// <summary>What one server counts: totals after warm-up, and what arrived in each interval of the run.</summary>
public sealed class DnsAccount(MeasuringPlan plan)
{
    private readonly long[] _responses = new long[16];
    private readonly IntervalCounts _queries = new(plan);
    private readonly IntervalCounts _drops = new(plan);

    public MeasuringPlan Plan => plan;

    public long RequestsA { get; private set; }

    public long RequestsAaaa { get; private set; }

    public long Forwarded { get; private set; }

    public long Rejected { get; private set; }

    public long AutopathSuccess { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>From arrival to the answer.</summary>
    public LatencyHistogram Duration { get; } = new();

    public ImmutableArray<long> Queries => _queries.Counts;

    public ImmutableArray<long> Drops => _drops.Counts;

    public long Responses(DnsRcode rcode) => _responses[(int)rcode];

    public void OnQuery(SimTime now) => _queries.Add(now);

    public void OnDropped(SimTime now)
    {
        _drops.Add(now);
        if (plan.Counts(now)) Dropped++;
    }

    public void OnAnswer(RecordType type, DnsRcode rcode, SimTime arrived, SimTime now)
    {
        if (!plan.Counts(arrived)) return;
        if (type == RecordType.A) RequestsA++;
        else RequestsAaaa++;
        _responses[(int)rcode]++;
        Duration.Record(now - arrived);
    }

    public void OnForwarded(SimTime now)
    {
        if (plan.Counts(now)) Forwarded++;
    }

    public void OnRejected(SimTime now)
    {
        if (plan.Counts(now)) Rejected++;
    }

    public void OnAutopath(SimTime now)
    {
        if (plan.Counts(now)) AutopathSuccess++;
    }
}
