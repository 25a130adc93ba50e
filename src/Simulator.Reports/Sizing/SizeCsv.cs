using CsvHelper;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>Every limit that was tried: one row for each criterion.</summary>
internal static class SizeCsv
{
    public static void Write(Stream stream, SizeResult result)
    {
        using var csv = Csv.Create(
            stream,
            [
                .. result.Plan.Over, "bursts", "limit", "limit_cores", "replicas", "replications", "criterion", "unit",
                "value", "half_width", "bound", "margin", "outcome", "holds", "answer",
            ]);
        foreach (var one in result.Combinations)
            foreach (var trial in one.Tries.Append(one.NoLimit)) Rows(csv, result, one, trial, 1, trial == one.Answer);
        foreach (var burst in result.Bursts)
            foreach (var trial in burst.Tries)
                Rows(csv, result, result.Best, trial, burst.Factor, trial == burst.Answer);
    }

    private static void Rows(
        CsvWriter csv, SizeResult result, SizedCombination one, LimitTrial trial, double bursts, bool isAnswer)
    {
        foreach (var verdict in trial.Criteria)
        {
            foreach (var value in one.Asked.Values) csv.WriteField(value);
            csv.Field(bursts);
            csv.WriteField(LimitText.Of(trial.Limit));
            csv.Field(trial.Limit?.Cores ?? double.NaN);
            csv.WriteField(one.Replicas);
            csv.WriteField(trial.Trial.Replications);
            csv.WriteField(verdict.Threshold);
            csv.WriteField(verdict.Unit.ToString());
            csv.Field(verdict.Observed.Value);
            csv.Field(verdict.Observed.HalfWidth);
            csv.Field(verdict.Bound);
            csv.Field(verdict.Margin);
            csv.WriteField(SizeJson.Text(verdict.Outcome));
            csv.WriteField(trial.Holds ? "yes" : "no");
            csv.WriteField(isAnswer ? "yes" : "");
            csv.EndRow(result.Scenario.Run.Seed, trial.Trial.Variant.Sha256, result.Version);
        }
    }
}
