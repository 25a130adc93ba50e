using System.Collections.Immutable;
using Simulator.Models.Cpu;

namespace Simulator.Models.Pods.Deployments;

/// <summary>Nodes that are alike, and what their pods have requested of them.</summary>
/// <remarks>
/// The scheduler's filter by requested CPU; among nodes that fit they take turns, as spreading would have it.
/// </remarks>
public sealed class NodePool
{
    private readonly long[] _free;
    private readonly bool[] _isLost;
    private int _turn;

    /// <param name="nodes">Of the pool.</param>
    /// <param name="allocatable">Of each, in millicores.</param>
    public NodePool(ImmutableArray<CpuNode> nodes, long allocatable)
    {
        Nodes = nodes;
        _free = new long[nodes.Length];
        _isLost = new bool[nodes.Length];
        Array.Fill(_free, allocatable);
    }

    public ImmutableArray<CpuNode> Nodes { get; }

    /// <summary>Called when something has become free.</summary>
    public event Action? Freed;

    /// <summary>A pod stands there already.</summary>
    public void Take(int node, long millicores) => _free[node] -= millicores;

    /// <summary>The number of a node with so much left; null: there is none now.</summary>
    public int? Bind(long millicores)
    {
        for (var i = 0; i < _free.Length; i++)
        {
            var node = (_turn + i) % _free.Length;
            if (_isLost[node] || _free[node] < millicores) continue;
            _turn = node + 1;
            _free[node] -= millicores;
            return node;
        }

        return null;
    }

    public void Free(int node, long millicores)
    {
        _free[node] += millicores;
        Freed?.Invoke();
    }

    public bool IsLost(int node) => _isLost[node];

    /// <summary>Takes no more pods.</summary>
    public void Lose(int node) => _isLost[node] = true;
}
