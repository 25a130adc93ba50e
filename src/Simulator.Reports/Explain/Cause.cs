namespace Simulator.Reports.Explain;

/// <summary>A link of the chain from a latency to what makes it.</summary>
/// <param name="Text">A sentence with its numbers.</param>
/// <param name="Remedy">What would take this link away; null: nothing that one value says.</param>
public sealed record Cause(string Text, Remedy? Remedy = null);

/// <summary>A change of the scenario that takes a cause away, to see what is left without it.</summary>
/// <param name="Words">As in "p99 is 0.7 s …": <c>without the CPU limit of pdf</c>.</param>
/// <param name="Path">Of the value, as <c>--set</c> has it.</param>
/// <param name="Value">What it becomes; null: it is removed.</param>
public sealed record Remedy(string Words, string Path, string? Value);
