using System.Collections.Immutable;
using Simulator.Models.Recording;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>One variant's latency with all that is known about where it went.</summary>
public sealed record Explained
{
    public required RunResult Run { get; init; }

    public required RunVariant Variant { get; init; }

    public required VariantResult Facts { get; init; }

    public required VariantSummary Summary { get; init; }

    public required Explanation What { get; init; }

    /// <summary>Of the slowest request; null: none is known by itself.</summary>
    public Course? Course { get; init; }

    public Scenario Scenario => Variant.Scenario;

    /// <summary>Null: the metric is an endpoint's.</summary>
    public string? Client => MetricName.PartsOf(What.Metric) is [var client, "latency"] ? client : null;

    /// <summary>Whose work the requests are.</summary>
    public string Service => Client is { } client
        ? Scenario.Clients[client].Target.Service
        : MetricName.PartsOf(What.Metric)[0];

    public string Endpoint => Client is { } client
        ? Scenario.Clients[client].Target.Endpoint
        : MetricName.PartsOf(What.Metric)[1];

    public string RankName => SummaryRows.RankName(What.Rank);

    /// <summary>Parts with time in them near any of the percentiles, in their order.</summary>
    public ImmutableArray<TimePart> Parts =>
        [.. Enum.GetValues<TimePart>().Where(p => What.Ranks.Any(r => r[p] > 0))];

    /// <summary>The same of what is in earlier attempts.</summary>
    public ImmutableArray<TimePart> EarlierParts =>
        [.. Enum.GetValues<TimePart>().Where(p => What.Ranks.Any(r => r.Earlier[(int)p] > 0))];

    /// <summary>The parts near the percentile that was asked for, the largest first.</summary>
    public ImmutableArray<TimePart> Largest =>
        [.. Parts.Where(p => What.Asked[p] > 0).OrderByDescending(p => What.Asked[p]).ThenBy(p => p)];
}
