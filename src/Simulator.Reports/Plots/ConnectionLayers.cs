using System.Collections.Immutable;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Plots;

/// <summary>Who holds connections to one database in a variant's first replication: every layer over time.</summary>
internal sealed class ConnectionLayers
{
    private const int MostBins = 200;

    private readonly int _merged;

    private ConnectionLayers(VariantResult variant, DatabasesResult all, DatabaseResult database)
    {
        Variant = variant;
        Database = database;
        var count = database.Connections.Means.Length;
        _merged = Math.Max(1, (int)Math.Ceiling(count / (double)MostBins));
        Seconds = all.Interval.TotalSeconds * _merged;
        var pools = all.Pools.Where(p => p.Database == database.Name).ToList();
        Generations =
        [
            .. pools.SelectMany(p => p.Generations.Keys).Distinct().Order().Select(g =>
                (g, Sum(count, pools.Where(p => p.Generations.ContainsKey(g)).Select(p => p.Generations[g].Total)))),
        ];
        PoolWaiting = Sum(count, pools.Select(p => p.All.Waiting));
        Backends = Sum(count, [database.Connections]);
        if (database.PgBouncer is not { } pooler) return;
        (Clients, Servers, Waiting) =
            (Sum(count, [pooler.Clients]), Sum(count, [pooler.Servers]), Sum(count, [pooler.Waiting]));
    }

    public VariantResult Variant { get; }

    public DatabaseResult Database { get; }

    /// <summary>Length of an interval of the series here, which are averages over it.</summary>
    public double Seconds { get; }

    /// <summary>Connections of all services' pools, by generation of the pods.</summary>
    public ImmutableArray<(int Generation, double[] Levels)> Generations { get; }

    /// <summary>Callers in the queues of these pools.</summary>
    public double[] PoolWaiting { get; }

    /// <summary>Slots of Postgres in use.</summary>
    public double[] Backends { get; }

    /// <summary>PgBouncer's clients; null without it, as the next two.</summary>
    public double[]? Clients { get; }

    public double[]? Servers { get; }

    /// <summary>cl_waiting.</summary>
    public double[]? Waiting { get; }

    /// <summary>Of the backends in the measured time.</summary>
    public double Peak => Database.Connections.Max;

    /// <summary>Connections of all pools at each time.</summary>
    public double[] Pools =>
        [.. Enumerable.Range(0, Backends.Length).Select(i => Generations.Sum(g => g.Levels[i]))];

    /// <summary>In the order of the variants; those without that database are left out.</summary>
    public static List<ConnectionLayers> Of(RunResult run, string database) =>
    [
        .. from variant in run.Variants
           let all = variant.Replications[0].Databases
           where all is not null
           from server in all.Servers
           where server.Name == database && server.Connections.Means.Length > 0
           select new ConnectionLayers(variant, all, server),
    ];

    private double[] Sum(int count, IEnumerable<LevelResult> levels)
    {
        var all = levels.ToList();
        double At(int i) => all.Sum(l => (double)l.Means[i]);
        return [.. Enumerable.Range(0, count).Chunk(_merged).Select(bin => bin.Average(At))];
    }
}
