namespace Simulator.Scenarios.Truth.Pools;

/// <summary>The figures of one section as they are compared; the bounds are those that the project promises.</summary>
internal sealed class PoolRows(string section)
{
    public List<TruthRow> Rows { get; } = [];

    /// <summary>Inside when the difference is not above the bound; null: for information.</summary>
    public void Add(string name, string metric, double? measured, double simulated, double? bound)
    {
        if (measured is not { } value) return;
        Rows.Add(Row(name, metric, value, simulated, Math.Abs(value - simulated), bound));
    }

    /// <summary>Within a share of what was measured.</summary>
    public void Relative(string name, string metric, double? measured, double simulated, double share) =>
        Add(name, metric, measured, simulated, share * measured);

    /// <summary>Times of events: within 10 % or so many milliseconds.</summary>
    public void Time(string name, string metric, double? measuredMs, double simulatedMs, double atLeastMs = 50) =>
        Add(name, metric, measuredMs, simulatedMs, Math.Max(atLeastMs, 0.1 * measuredMs ?? 0));

    /// <summary>It was still so after the measured time: anything later is right.</summary>
    public void AtLeast(string name, string metric, double measured, double simulated) =>
        Rows.Add(Row(name, metric, measured, simulated, Math.Max(0, measured - simulated), 0));

    /// <summary>Words and orders: the same, or not.</summary>
    public void Same(string name, string metric, string? measured, string? simulated)
    {
        if (measured is null) return;
        var isSame = measured == simulated;
        Rows.Add(Row(name, metric, 1, isSame ? 1 : 0, isSame ? 0 : 1, 0) with
        {
            Difference = isSame ? null : $"'{measured}' was measured, '{simulated}' simulated",
        });
    }

    private TruthRow Row(string name, string metric, double measured, double simulated, double error, double? bound) =>
        new()
        {
            Group = section,
            Name = name,
            Seed = 0,
            Metric = metric,
            Measured = measured,
            Simulated = simulated,
            Error = error,
            Bound = bound,
        };
}
