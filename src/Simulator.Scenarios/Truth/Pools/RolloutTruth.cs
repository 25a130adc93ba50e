using System.Text.Json;
using Simulator.Kernel;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Rolling updates of real processes: how many connections there were while old and new overlapped.</summary>
internal static class RolloutTruth
{
    public const string Section = "rolling_deploy_real_processes";

    public static List<TruthRow> Compare(JsonElement section, RecordedMachine machine)
    {
        var rows = new PoolRows(Section);
        foreach (var recorded in section.EnumerateArray()) Compare(rows, recorded, machine);
        return rows.Rows;
    }

    private static void Compare(PoolRows rows, JsonElement recorded, RecordedMachine machine)
    {
        var name = recorded.Text("name") ?? "";
        var replay = new RolloutReplay(CaseOf(recorded), machine);
        replay.Run();
        rows.Add(name, "baseline", recorded.Number("baseline"), replay.Connections.Before, 0);
        rows.Relative(name, "peak", recorded.Number("peak"), replay.Connections.Peak, 0.10);
        rows.Add(name, "peak_pods", recorded.Number("peak_pods"), replay.MostPods, 0);
        rows.Add(name, "end", recorded.Number("end"), replay.Connections.After, 0);
        rows.Add(name, "clean_exits", recorded.Number("clean_exits"), replay.CleanExits, 0);
        // Of a process's start on busy cores only the asked 1.5 s are known: it counts twice, for two waves.
        rows.Add(
            name, "all_terminated_s", recorded.Number("all_terminated_s"), replay.AllTerminated,
            CaseOf(recorded).HasHandler ? null : 0.10 * recorded.Number("all_terminated_s"));
    }

    private static RolloutCase CaseOf(JsonElement recorded)
    {
        int Int(params ReadOnlySpan<string> path) => (int)(recorded.Number(path) ?? 0);
        bool Flag(string flag) => recorded.Get("config", flag) is { ValueKind: JsonValueKind.True };
        return new RolloutCase(
            Int("config", "replicas"), Int("surge"), Int("unavailable"), Int("config", "pool"),
            Duration.FromMilliseconds(Int("config", "start_ms")), Duration.FromSeconds(Int("config", "grace")),
            Flag("handler"), Flag("keep_traffic"));
    }
}
