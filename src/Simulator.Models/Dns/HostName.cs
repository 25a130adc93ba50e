using System.Collections.Immutable;
using System.Globalization;

namespace Simulator.Models.Dns;

/// <summary>A host as a program names it; or one of many, whose number stands where the pattern has a star.</summary>
public sealed class HostName
{
    private readonly ImmutableArray<string> _names;

    /// <param name="pattern">A name, with a <c>*</c> when there are several.</param>
    /// <param name="names">How many, at least 1.</param>
    public HostName(string pattern, int names = 1)
    {
        Pattern = pattern;
        _names = names == 1
            ? [pattern]
            : [.. Enumerable.Range(0, names).Select(i => pattern.Replace("*", i.ToString(CultureInfo.InvariantCulture),
                StringComparison.Ordinal))];
    }

    public string Pattern { get; }

    /// <param name="draw">In [0, 1): each as likely as the other.</param>
    public string Of(double draw) => _names[(int)(draw * _names.Length)];
}
