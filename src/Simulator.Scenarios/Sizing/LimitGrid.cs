using System.Collections.Immutable;

namespace Simulator.Scenarios.Sizing;

/// <summary>The CPU limits that a search may choose from.</summary>
public sealed record LimitGrid
{
    private const long UsualStep = 50;

    // The kubelet gives no quota below 1 ms, which is 10m of a period of 100 ms.
    private const long Least = 10;

    /// <summary>Rising, all different.</summary>
    public required ImmutableArray<CpuQuantity> Limits { get; init; }

    /// <summary>Where the search begins: today's limit, or the middle.</summary>
    public required int Start { get; init; }

    /// <summary>Between two of them, but beside today's limit; null where they were given one by one.</summary>
    public CpuQuantity? Step { get; init; }

    /// <summary>The lowest is the request, below which Kubernetes refuses a limit.</summary>
    public bool StartsAtRequest { get; init; }

    /// <summary>
    /// From the request (or a step) to the node's CPUs, multiples of the step; the request and today's limit too.
    /// </summary>
    /// <param name="service">Whose limit it is.</param>
    /// <param name="cpus">Of its nodes.</param>
    /// <param name="step">Null: 50m, or a tenth of a small limit.</param>
    public static LimitGrid Of(ServiceSpec service, int cpus, CpuQuantity? step)
    {
        ArgumentNullException.ThrowIfNull(service);
        var today = service.Resources.Limits.Cpu;
        var request = service.Resources.Requests.Cpu?.Millicores ?? 0;
        var by = step?.Millicores ?? StepFor(today?.Millicores ?? Math.Max(request, UsualStep * 10));
        var top = Math.Max(cpus * 1000L, today?.Millicores ?? 0);
        var bottom = Math.Max(request, Math.Max(by, Least));
        var limits = new SortedSet<long> { bottom, top };
        for (var limit = by; limit < top; limit += by)
            if (limit >= bottom) limits.Add(limit);
        if (today is { } now && now.Millicores >= bottom) limits.Add(now.Millicores);
        return From([.. limits.Select(l => new CpuQuantity(l))], today ?? new CpuQuantity(2 * bottom)) with
        {
            Step = new CpuQuantity(by),
            StartsAtRequest = bottom == request,
        };
    }

    /// <summary>Limits as given.</summary>
    /// <param name="limits">In any order, all different.</param>
    /// <param name="near">Where to begin.</param>
    public static LimitGrid From(ImmutableArray<CpuQuantity> limits, CpuQuantity near)
    {
        ImmutableArray<CpuQuantity> rising = limits.Sort();
        var steps = rising.Skip(1).Zip(rising, (b, a) => b.Millicores - a.Millicores).Distinct().ToList();
        return new LimitGrid
        {
            Limits = rising,
            Start = Math.Max(0, rising.Count(l => l.CompareTo(near) <= 0) - 1),
            Step = steps.Count == 1 ? new CpuQuantity(steps[0]) : null,
        };
    }

    // 1, 2.5 or 5 times a power of ten.
    private static long StepFor(long limit)
    {
        if (limit >= UsualStep * 10) return UsualStep;
        long[] steps = [1, 2, 5, 10, 25];
        return steps.LastOrDefault(s => s * 10 <= limit, 1);
    }
}
