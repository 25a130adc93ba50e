using System.Collections.Immutable;
using Simulator.Scenarios.Language;

namespace Simulator.Reports.Formats;

/// <summary>A scenario that was looked at without being run.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Mistakes">None where it is valid.</param>
public sealed record CheckedFile(string File, ImmutableArray<Diagnostic> Mistakes);
