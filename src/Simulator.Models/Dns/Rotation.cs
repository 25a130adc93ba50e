namespace Simulator.Models.Dns;

/// <summary>Which server comes first with <c>rotate</c>: a counter of the whole process.</summary>
/// <param name="start">glibc starts anywhere, Go and c-ares at 0.</param>
public sealed class Rotation(int start)
{
    private uint _next = (uint)start;

    public int Next(int servers) => (int)(_next++ % (uint)servers);
}
