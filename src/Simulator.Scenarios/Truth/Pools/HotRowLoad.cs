using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// The script of the hot row, <c>begin; update; end</c> in the simple protocol, and its CPU times on the recording
/// machine; nothing in it comes from a run in which anybody waited.
/// </summary>
/// <remarks>
/// Alone, either the client or its backend is on a CPU: the cycle is CPU time. How it divides was measured on a machine
/// of the same kind: 153.7 µs for three statements that update a row of one's own, 124.6 of them for three empty ones.
/// </remarks>
internal static class HotRowLoad
{
    private const double EmptyShare = 124.6 / 153.7;

    /// <returns>The script, and the CPU time of client and backend for an empty statement.</returns>
    public static (Statement[] Script, Duration StatementCpu) Of(IEnumerable<JsonElement> runs)
    {
        var tps = runs.Where(r => r.Number("clients") == 1).Select(r => r.Number("tps")).First()!.Value;
        var cycle = Duration.FromSeconds(1 / tps);
        var statement = Duration.FromNanoseconds(cycle.Nanoseconds * EmptyShare / 3);
        var work = cycle - (statement * 3);
        Statement[] script =
        [
            new() { Transaction = TransactionMark.Begin },
            new() { Row = 1, Cpu = work * 2 / 3 },
            new() { Transaction = TransactionMark.End, Cpu = work / 3 },
        ];
        return (script, statement);
    }
}
