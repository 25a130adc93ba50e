using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>What c-ares 1.34 keeps between queries in a Node process: which servers failed, and its dice.</summary>
public sealed class NodeChannel(int servers, RandomStream random)
{
    private readonly int[] _failures = new int[servers];

    /// <summary>The one with the fewest failures in a row, the first of equals; with rotate any.</summary>
    public int Pick(bool rotate)
    {
        if (rotate) return random.NextInt(_failures.Length);
        var best = 0;
        for (var i = 1; i < _failures.Length; i++)
            if (_failures[i] < _failures[best]) best = i;
        return best;
    }

    public void Failed(int server) => _failures[server]++;

    public void Succeeded(int server) => _failures[server] = 0;

    /// <summary>Half to all of it.</summary>
    public Duration Jitter(Duration longest) => new((long)(longest.Nanoseconds * (1 - (random.NextDouble() / 2))));
}
