using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>
/// The calls of all clients in a variant's first replication, per second and by interval of a picture.
/// </summary>
internal sealed class CallSeries
{
    private const int MostBins = 240;

    private CallSeries(VariantResult variant, ImmutableArray<ClientResult> clients, double duration)
    {
        Variant = variant;
        var interval = clients[0].Interval.TotalSeconds;
        // An interval that the end of the run cuts short would look like a fall.
        var whole = Math.Min(clients[0].ArrivalSeries.Length, (int)((duration / interval) + 1e-9));
        Merged = Math.Max(1, (int)Math.Ceiling(whole / (double)MostBins));
        Seconds = interval * Merged;
        double[] Rates(Func<ClientResult, ImmutableArray<long>> of) =>
        [
            .. Enumerable.Range(0, whole).Chunk(Merged).Select(bin =>
                bin.Sum(i => clients.Select(of).Where(s => i < s.Length).Sum(s => s[i])) / (bin.Length * interval)),
        ];
        Offered = Rates(c => c.ArrivalSeries);
        Sent = clients.Any(c => c.Attempts is not null)
            ? Rates(c => c.Attempts is null ? c.ArrivalSeries : c.AttemptSeries) : null;
        Ok = Rates(c => c.EndSeries.GetValueOrDefault(ClientResult.Ok, []));
        Errors =
        [
            .. clients.SelectMany(c => c.EndSeries.Keys).Distinct()
                .Where(k => k is not (ClientResult.Ok or ClientResult.Unfinished))
                .Select(k => (k, Rates(c => c.EndSeries.GetValueOrDefault(k, [])))),
        ];
    }

    public VariantResult Variant { get; }

    /// <summary>Intervals in one of the picture's.</summary>
    public int Merged { get; }

    /// <summary>Length of one of the picture's.</summary>
    public double Seconds { get; }

    /// <summary>Calls that arrive.</summary>
    public double[] Offered { get; }

    /// <summary>Requests that are sent; null where each call is one.</summary>
    public double[]? Sent { get; }

    public double[] Ok { get; }

    /// <summary>By kind; whom the end of the run cuts short has not failed.</summary>
    public ImmutableArray<(string Kind, double[] Rates)> Errors { get; }

    public double MiddleOf(int bin) => (bin + 0.5) * Seconds;

    /// <summary>Null where there is no series.</summary>
    public static CallSeries? Of(VariantResult variant, double duration)
    {
        ImmutableArray<ClientResult> clients =
            [.. variant.Replications[0].Clients.Values.Where(c => !c.ArrivalSeries.IsDefaultOrEmpty)];
        return clients.IsEmpty ? null : new CallSeries(variant, clients, duration);
    }
}
