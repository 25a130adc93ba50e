using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>What a run uses again and again; it has a number in the run for good, from 1.</summary>
/// <remarks>Pools and queues hold the number: a write of a reference would cost them a write barrier.</remarks>
internal abstract class Pooled : EventTarget
{
    private readonly Pool _home;

    private protected Pooled(Pool home) => (_home, Number) = (home, home.Simulation.Register(this));

    internal int Number { get; }

    internal Simulation Simulation => _home.Simulation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void GoHome() => _home.Return(Number);
}

/// <summary>What a run has finished with and will use again, of one type; a stack.</summary>
internal sealed class Pool(Simulation simulation)
{
    private int[] _numbers = new int[16];
    private int _count;

    public Simulation Simulation { get; } = simulation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pooled? TryRent() => _count > 0 ? Simulation.PooledAt(_numbers[--_count]) : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(int number)
    {
        if (_count == _numbers.Length) Array.Resize(ref _numbers, _count * 2);
        _numbers[_count++] = number;
    }
}

/// <summary>The pools of one run by type, and all that was ever in one by number.</summary>
internal struct Pools
{
    private Pool?[] _byType = new Pool?[16];
    private Pooled[] _byNumber = new Pooled[16];
    private int _last;

    public Pools()
    {
    }

    public int Register(Pooled item)
    {
        if (++_last == _byNumber.Length) Array.Resize(ref _byNumber, _last * 2);
        _byNumber[_last] = item;
        return _last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Pooled At(int number) => _byNumber[number];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pool Of<T>(Simulation simulation)
        where T : Pooled
    {
        var number = TypeNumber<T>.Value;
        var pools = _byType;
        return (uint)number < (uint)pools.Length && pools[number] is { } pool ? pool : Add(simulation, number);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Pool Add(Simulation simulation, int number)
    {
        if (number >= _byType.Length) Array.Resize(ref _byType, Math.Max(number + 1, _byType.Length * 2));
        return _byType[number] = new Pool(simulation);
    }

    // A place for each type, given out once in the program; which one it gets shows nowhere.
    private static class TypeNumber<T>
    {
        public static readonly int Value = Interlocked.Increment(ref TypeNumbers.Last);
    }

    private static class TypeNumbers
    {
        public static int Last = -1;
    }
}
