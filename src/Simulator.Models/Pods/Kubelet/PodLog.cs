namespace Simulator.Models.Pods.Kubelet;

/// <summary>All that happened to the pods of a world, in order.</summary>
public sealed class PodLog
{
    private readonly List<(string Service, PodEvent Event)> _entries = [];

    public IReadOnlyList<(string Service, PodEvent Event)> Entries => _entries;

    /// <summary>Writes down what happens to that service's pods.</summary>
    public Action<PodEvent> Of(string service) => e => _entries.Add((service, e));
}
