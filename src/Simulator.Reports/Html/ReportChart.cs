using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Simulator.Reports.Html;

/// <summary>What the page's script draws: lines of all variants, for one metric at a time.</summary>
/// <param name="Id">Of the element that it is drawn into.</param>
/// <param name="Axis"><c>percentile</c>, in which x is −log10(1 − rank), or <c>time</c> in seconds.</param>
/// <param name="Unit"><c>s</c> or <c>ratio</c>.</param>
/// <param name="Sets">To choose from; the first is shown.</param>
internal sealed record ReportChart(string Id, string Axis, string Unit, ImmutableArray<ChartSet> Sets)
{
    public ImmutableArray<ChartEvent> Events { get; init; } = [];
}

/// <summary>A metric's lines and the thresholds that are about it.</summary>
internal sealed record ChartSet(string Name, ImmutableArray<ChartLine> Lines, ImmutableArray<ChartBound> Bounds);

/// <summary>One variant's line.</summary>
/// <param name="Variant">Its number.</param>
/// <param name="X">Ascending.</param>
/// <param name="Y">In the chart's unit.</param>
internal sealed record ChartLine(int Variant, ImmutableArray<double> X, ImmutableArray<double> Y);

/// <summary>A threshold's bound; <c>Variant</c> is −1 where several share it.</summary>
internal sealed record ChartBound(string Label, double Value, int Variant);

/// <summary>What the scenario makes happen, in seconds of the run.</summary>
internal sealed record ChartEvent(double From, double To, string Words);

/// <summary>All that the script knows.</summary>
internal sealed record ChartData(ImmutableArray<string> Variants, ImmutableArray<ReportChart> Charts)
{
    /// <summary>Safe inside of a script element: every angle bracket is escaped.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ChartJsonContext.Default.ChartData);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChartData))]
internal sealed partial class ChartJsonContext : JsonSerializerContext;
