using Simulator.Kernel;

namespace Simulator.Scenarios.Results;

/// <summary>Something that the scenario makes happen: a line, or a band, in every picture over time.</summary>
/// <param name="Name">In the file.</param>
/// <param name="Words">What it is, for a reader: <c>rollout of shop</c>.</param>
/// <param name="At">When it begins.</param>
/// <param name="Until">When it is over of itself; its beginning where it has no length.</param>
public sealed record EventMark(string Name, string Words, SimTime At, SimTime Until);
