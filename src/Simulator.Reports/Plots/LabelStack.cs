namespace Simulator.Reports.Plots;

/// <summary>Moves labels apart just far enough that none covers another, and keeps their order.</summary>
internal static class LabelStack
{
    /// <summary>Middles of the labels after spreading; same order as given.</summary>
    public static float[] Spread(IReadOnlyList<float> wanted, float gap, float top, float bottom)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ThenBy(i => i).ToArray();
        var placed = new float[wanted.Count];
        var at = top;
        foreach (var i in order)
        {
            placed[i] = Math.Max(wanted[i], at);
            at = placed[i] + gap;
        }

        // What ran over the lower edge goes back up, pushing the ones above.
        var limit = bottom;
        foreach (var i in order.Reverse())
        {
            placed[i] = Math.Min(placed[i], limit);
            limit = placed[i] - gap;
        }

        return placed;
    }
}
