using Simulator.Scenarios.Truth;

namespace Simulator.Reports;

/// <summary>Figures by how much of their bound they use up; those without a bound come last.</summary>
public static class TruthOrder
{
    public static IReadOnlyList<TruthRow> WorstFirst(IEnumerable<TruthRow> rows) =>
    [
        .. rows.OrderByDescending(Share).ThenBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.Seed)
            .ThenBy(r => r.Metric, StringComparer.Ordinal),
    ];

    /// <summary>Above one is outside; minus one without a bound.</summary>
    public static double Share(TruthRow row) => row.Bound switch
    {
        null => -1,
        0 => row.Error == 0 ? 0 : double.PositiveInfinity,
        var bound => row.Error / bound.Value,
    };
}
