namespace Simulator.Scenarios.Truth;

/// <summary>One recording beside the model's replay of it.</summary>
/// <param name="Case">The recording's name.</param>
/// <param name="Profile">Whose resolver.</param>
/// <param name="IsJittered">Only counts and outcome were compared.</param>
/// <param name="Measured">Queries of the recording.</param>
/// <param name="Simulated">Queries of the replay.</param>
/// <param name="Difference">The first one; null: met.</param>
public sealed record DnsTruthRow(
    string Case, string Profile, bool IsJittered, int Measured, int Simulated, string? Difference)
{
    public bool IsMet => Difference is null;
}
