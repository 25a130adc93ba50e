using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Scenarios.Attribution;

/// <summary>
/// Splits the difference that several changes make together among them: each gets its mean contribution over the
/// orders in which they can be made.
/// </summary>
/// <remarks>
/// Source: Shapley, "A Value for n-Person Games", 1953; sampled orders: Castro, Gómez, Tejada, "Polynomial calculation
/// of the Shapley value based on sampling", 2009. A set of changes is a bit mask. In every single order the
/// contributions add up to the whole difference, and so they do in any mean of orders.
/// </remarks>
public sealed class Shapley
{
    /// <summary>Up to here all orders are looked at: 64 sets at most.</summary>
    public const int MostExact = 6;

    /// <summary>Beyond, so many orders, each with its reverse.</summary>
    private const int SampledOrders = 24;

    private readonly ImmutableArray<ImmutableArray<int>> _orders;

    /// <param name="changes">How many there are; at most 30.</param>
    /// <param name="seed">Of the orders that are drawn where there are too many.</param>
    public Shapley(int changes, ulong seed)
    {
        if (changes is < 1 or > 30) throw new ArgumentOutOfRangeException(nameof(changes), changes, "Must be 1 to 30.");
        Changes = changes;
        _orders = IsExact ? [] : Drawn(changes, seed);
        Sets = IsExact
            ? [.. Enumerable.Range(0, 1 << changes)]
            : [.. _orders.SelectMany(Prefixes).Concat(Ends()).Distinct().Order()];
    }

    public int Changes { get; }

    /// <summary>All orders count; otherwise the values are estimates.</summary>
    public bool IsExact => Changes <= MostExact;

    /// <summary>The sets whose values are needed: none and all among them, and each change alone and all but it.</summary>
    public ImmutableArray<int> Sets { get; }

    /// <summary>Each change's share; they add up to the value of all less that of none.</summary>
    /// <param name="value">Of a set of changes.</param>
    public ImmutableArray<double> Values(Func<int, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var shares = new double[Changes];
        if (IsExact)
        {
            foreach (var set in Sets)
                for (var i = 0; i < Changes; i++)
                    if ((set & (1 << i)) == 0) shares[i] += Weight(int.PopCount(set)) * (value(set | (1 << i)) - value(set));
            return [.. shares];
        }

        foreach (var order in _orders)
        {
            var set = 0;
            foreach (var i in order)
            {
                shares[i] += (value(set | (1 << i)) - value(set)) / _orders.Length;
                set |= 1 << i;
            }
        }

        return [.. shares];
    }

    // Of all n! orders, the share in which just these come before.
    private double Weight(int before)
    {
        var orders = 1.0;
        for (var i = 1; i <= before; i++) orders *= i / (double)(Changes - i);
        return orders / Changes;
    }

    private IEnumerable<int> Ends()
    {
        var all = (1 << Changes) - 1;
        for (var i = 0; i < Changes; i++)
        {
            yield return 1 << i;
            yield return all & ~(1 << i);
        }
    }

    private static IEnumerable<int> Prefixes(ImmutableArray<int> order)
    {
        var set = 0;
        yield return set;
        foreach (var i in order) yield return set |= 1 << i;
    }

    /// <summary>Each order with its reverse: who is early in one is late in the other.</summary>
    private static ImmutableArray<ImmutableArray<int>> Drawn(int changes, ulong seed)
    {
        var random = new Simulation(seed).Stream("attribution");
        var orders = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        for (var n = 0; n < SampledOrders; n++)
        {
            var order = Enumerable.Range(0, changes).ToArray();
            for (var i = changes - 1; i > 0; i--)
            {
                var j = (int)(random.NextDouble() * (i + 1));
                (order[i], order[j]) = (order[j], order[i]);
            }

            orders.Add([.. order]);
            orders.Add([.. order.Reverse()]);
        }

        return orders.ToImmutable();
    }
}
