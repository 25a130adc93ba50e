using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Simulator;

/// <summary>An option that takes a whole number, with a message that a person understands.</summary>
internal static class NumberOption
{
    public static Option<T?> Of<T>(string name, string description, T least)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= least)
                    return number;
                result.AddError($"{name}: '{text}' is not a whole number from {least} up.");
                return null;
            },
        };
}
