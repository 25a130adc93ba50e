using System.Text.Json;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Holds pools, PgBouncer, Postgres and routing against a file of recordings.</summary>
public static class PoolTruth
{
    /// <summary>Sections that are about pods and clients, or about the recorder.</summary>
    private static readonly string[] OfOtherModels =
    [
        "backend_memory_kb",
    ];

    /// <param name="recording">The file.</param>
    /// <param name="cancel">Looked at between sections.</param>
    /// <returns>The figures, and a line for each section of which there are none.</returns>
    public static PoolTruthResult Compare(PoolRecording recording, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var machine = RecordedMachine.Of(recording);
        var rows = new List<TruthRow>();
        var left = new List<string>();
        foreach (var section in recording.Sections)
        {
            cancel.ThrowIfCancellationRequested();
            if (OfOtherModels.Contains(section.Name))
            {
                left.Add($"{section.Name}: not replayed here, it is no recording of pools, poolers or routing");
                continue;
            }

            try
            {
                if (Replay(section, machine, left) is { } figures) rows.AddRange(figures);
                else left.Add($"{section.Name}: no such section is known, nothing of it was replayed");
            }
            catch (Exception e) when (Unreadable(e) is { } why)
            {
                left.Add($"{section.Name}: not in the recordings' format: {why}");
            }
        }

        return new PoolTruthResult(rows, left, PoolMisses.Explain(rows));
    }

    private static List<TruthRow>? Replay(JsonProperty section, RecordedMachine machine, List<string> left)
    {
        switch (section.Name)
        {
            case PgbenchTruth.Section: return PgbenchTruth.Compare(section.Value, machine);
            case CurveTruth.Section: return CurveTruth.Compare(section.Value, machine);
            case ClientPoolTruth.Section: return ClientPoolTruth.Compare(section.Value, machine);
            case SurvivalTruth.Killed: return SurvivalTruth.CompareKilled(section.Value, machine);
            case SurvivalTruth.Partition: return SurvivalTruth.ComparePartition(section.Value, machine);
            case PgBouncerTruth.Section:
                return Known(PgBouncerTruth.Compare(section.Value, machine), left);
            case ShutdownTruth.Section:
                return Known(ShutdownTruth.Compare(section.Value, machine), left);
            case RoutingTruth.Section: return RoutingTruth.Compare(section.Value);
            case RolloutTruth.Section: return RolloutTruth.Compare(section.Value, machine);
            case FleetTruth.Section: return FleetTruth.Compare(section.Value);
            case MetastableTruth.Section: return MetastableTruth.Compare(section.Value, machine);
            case RetryTruth.Section: return RetryTruth.Compare(section.Value);
            case CollapseTruth.Section: return CollapseTruth.Compare(section.Value);
            default: return null;
        }
    }

    private static List<TruthRow> Known((List<TruthRow> Rows, List<string> Unknown) result, List<string> left)
    {
        left.AddRange(result.Unknown.Select(u => $"{u}: no such recording is known, it was not replayed"));
        return result.Rows;
    }

    // What a wrongly shaped element throws, also out of a parallel replay; everything else is a bug of ours.
    private static string? Unreadable(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Unreadable(inner),
        InvalidOperationException or IndexOutOfRangeException or FormatException
            when e.Source == "System.Text.Json" => e.Message,
        _ => null,
    };
}

/// <summary>Figures of all recordings, what was left out, and why what is outside is outside.</summary>
public sealed record PoolTruthResult(
    IReadOnlyList<TruthRow> Rows, IReadOnlyList<string> NotReplayed, IReadOnlyList<string> Explanations);
