using System.CommandLine;
using Simulator.Scenarios.Language;

namespace Simulator;

/// <summary>The two options that let each trial have as many replications as it needs.</summary>
internal sealed class PrecisionOption
{
    private readonly Option<double?> _precision = new("--precision")
    {
        Description = "Run each point until the 95 % intervals of its thresholds' figures are this narrow.",
        HelpName = "5%",
        CustomParser = result =>
        {
            var (share, problem) = RatioText.Parse(result.Tokens[0].Value);
            if (share > 0) return share;
            result.AddError($"--precision: {problem ?? "0% is reached by nothing that varies: write 5%"}");
            return null;
        },
    };

    private readonly Option<int?> _most = NumberOption.Of(
        "--max-replications", "With --precision: where a point ends all the same (default: 100).", 1);

    public void AddTo(Command command)
    {
        command.Add(_precision);
        command.Add(_most);
    }

    /// <summary>Null precision: each trial gets its scenario's replications.</summary>
    /// <exception cref="UserMistakeException">One without the other.</exception>
    public (double? Precision, int Most) Read(ParseResult parsed)
    {
        var (precision, most) = (parsed.GetValue(_precision), parsed.GetValue(_most));
        return precision is null && most is not null
            ? throw new UserMistakeException(
                ["--max-replications: error[one-of] bounds what --precision asks for: add --precision 5%, "
                    + "or say --replications"])
            : (precision, most ?? 100);
    }
}
