using Simulator.Models.Pods.Signals;

namespace Simulator.Scenarios.Truth;

/// <summary>Sends SIGTERM to a recorded command in the model, and compares outcome and time.</summary>
public static class SignalsTruth
{
    /// <summary>The exit of PID 1: 10 % of the measured time or 50 ms, whichever is more.</summary>
    public const double RelativeBound = 0.1;

    public const double BoundMs = 50;

    public static SignalsTruthRow Compare(SignalsRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var (result, problems) = ShutdownRun.Run(recording.Options);
        var row = new SignalsTruthRow
        {
            Id = recording.Id,
            Group = recording.Group,
            MeasuredOutcome = recording.Outcome,
            SimulatedOutcome = result?.Outcome.InWords() ?? "none",
            MeasuredMs = recording.Pid1ExitMs,
            SimulatedMs = result?.Pid1Exit.TotalMilliseconds,
            BoundMs = Math.Max(recording.Pid1ExitMs * RelativeBound, BoundMs),
            MeasuredTree = string.Join(' ', recording.Tree),
            SimulatedTree = string.Join(' ', result?.Tree.Select(Words) ?? []),
        };
        return row with { Difference = Difference(recording, row, result, problems) };
    }

    private static string? Difference(SignalsRecording recording, SignalsTruthRow row, ShutdownResult? result,
        IReadOnlyList<SignalsProblem> problems)
    {
        if (result is null) return string.Join("; ", problems.Select(p => p.Message));
        if (row.MeasuredOutcome != row.SimulatedOutcome)
            return $"'{row.MeasuredOutcome}' was measured, '{row.SimulatedOutcome}' simulated";
        if (recording.KilledAfterGrace != result.KilledAfterGrace)
            return recording.KilledAfterGrace ? "it was killed after the grace" : "it was not killed after the grace";
        return row.ErrorMs <= row.BoundMs ? null
            : $"PID 1 ended after {row.MeasuredMs:0} ms measured, {row.SimulatedMs:0} ms simulated";
    }

    // tini blocks SIGTERM and leaves its disposition: /proc/PID/status says default.
    private static string Words(TreeProcess process) => $"{process.Name}:" + process.Term switch
    {
        Disposition.Caught => "caught",
        Disposition.Ignored => "ignored",
        _ => "default",
    };
}

/// <summary>One recording beside the model's answer.</summary>
public sealed record SignalsTruthRow
{
    public required string Id { get; init; }

    public required string Group { get; init; }

    public required string MeasuredOutcome { get; init; }

    public required string SimulatedOutcome { get; init; }

    public required double MeasuredMs { get; init; }

    /// <summary>Null: the model could not run it.</summary>
    public required double? SimulatedMs { get; init; }

    public required double BoundMs { get; init; }

    /// <summary>Names and dispositions before SIGTERM; shown, but not part of the verdict.</summary>
    public required string MeasuredTree { get; init; }

    public required string SimulatedTree { get; init; }

    /// <summary>What differs; null: met.</summary>
    public string? Difference { get; init; }

    public double ErrorMs => Math.Abs(MeasuredMs - (SimulatedMs ?? double.PositiveInfinity));

    public bool IsMet => Difference is null;

    public bool HasSameTree => MeasuredTree.Length == 0 || MeasuredTree == SimulatedTree;
}
