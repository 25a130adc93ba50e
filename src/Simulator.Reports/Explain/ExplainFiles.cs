using System.Collections.Immutable;
using System.Text;
using Simulator.Models.Recording;
using Simulator.Reports.Plots;
using Simulator.Scenarios.Results;

namespace Simulator.Reports.Explain;

/// <summary>What an explanation leaves in its folder; a variant's own files end in its name.</summary>
public static class ExplainFiles
{
    public static IReadOnlyList<ResultFile> Of(ImmutableArray<Explained> all, bool plots)
    {
        var files = new List<ResultFile>
        {
            new("explain.csv", s => Percentiles(s, all)),
            new("explain.json", s => ExplainJson.Write(s, all)),
        };
        foreach (var one in all.Where(e => e.Course is not null))
            files.Add(new ResultFile(Name(one, "worst-request") + ".csv", s => Course(s, one)));
        if (!plots) return files;
        var figures = all.Where(e => e.Course is not null).Select(e => CoursePlot.Of(e, Name(e, "worst-request")))
            .Prepend(BreakdownPlot.Of(all, "breakdown"));
        foreach (var figure in figures)
        {
            files.Add(new ResultFile(figure.Name + ".png", s => s.Write(figure.ToPng())));
            files.Add(new ResultFile(figure.Name + ".svg", s => s.Write(Encoding.UTF8.GetBytes(figure.ToSvg()))));
        }

        return files;
    }

    private static string Name(Explained one, string name) =>
        one.Variant.Name == VariantResult.Baseline ? name : $"{name}-{one.Variant.Name}";

    private static void Percentiles(Stream stream, ImmutableArray<Explained> all)
    {
        using var csv = Csv.Create(
            stream, "variant", "metric", "percentile", "part", "seconds", "half_width", "share", "low_s", "high_s");
        foreach (var one in all)
        {
            foreach (var (rank, i) in one.What.Ranks.Select((r, i) => (r, i)))
            {
                var isWorst = one.What.Worst is not null && i == one.What.Ranks.Length - 1;
                Row(one, rank, isWorst, "latency", rank.Account.Latency, 1);
                foreach (var part in one.Parts)
                    Row(one, rank, isWorst, TimePartName.Of(part), rank.Account.Parts[(int)part], rank.ShareOf(part));
                var latency = rank.Account.Latency.Value;
                foreach (var (part, seconds) in one.EarlierParts.Select(p => (p, rank.Earlier[(int)p])))
                    Row(one, rank, isWorst, $"{TimePartName.Of(TimePart.EarlierAttempts)}.{TimePartName.Of(part)}",
                        new Measured(seconds, double.NaN), latency > 0 ? seconds / latency : 0);
            }
        }

        void Row(Explained one, ExplainedRank rank, bool isWorst, string part, Measured value, double share)
        {
            csv.WriteField(one.Variant.Name);
            csv.WriteField(one.What.Metric);
            csv.WriteField(isWorst ? "max" : SummaryRows.RankName(rank.Rank));
            csv.WriteField(part);
            csv.Field(value.Value);
            csv.Field(value.HalfWidth);
            csv.Field(share);
            csv.Field(rank.Low);
            csv.Field(rank.High);
            csv.EndRow(one.Run, one.Variant.Sha256);
        }
    }

    // Whole nanoseconds: they add up to the latency exactly.
    private static void Course(Stream stream, Explained one)
    {
        using var csv = Csv.Create(stream, "attempt", "part", "from_ns", "to_ns", "length_ns", "pod", "step", "where");
        foreach (var segment in one.Course!.Segments)
        {
            csv.WriteField(segment.Attempt);
            csv.WriteField(TimePartName.Of(segment.Part));
            csv.WriteField(segment.From.Nanoseconds);
            csv.WriteField(segment.To.Nanoseconds);
            csv.WriteField((segment.To - segment.From).Nanoseconds);
            csv.WriteField(segment.Pod);
            csv.WriteField(segment.Step);
            csv.WriteField(segment.Where);
            csv.EndRow(one.Run, one.Variant.Sha256);
        }
    }
}
