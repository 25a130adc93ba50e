using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>What a run has finished with and will use again, of one type; a stack.</summary>
internal sealed class Pool<T>(Simulation simulation)
    where T : class
{
    private Item[] _items = new Item[16];
    private int _count;

    // A struct around the reference spares the array's own type check.
    private struct Item
    {
        public T? Value;
    }

    public Simulation Simulation { get; } = simulation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? TryRent() => _count > 0 ? _items[--_count].Value : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(T item)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        ref var place = ref _items[_count++];
        if (place.Value != item) place.Value = item; // Usually it is: a write of a reference costs more than a look.
    }
}

/// <summary>The pools of one run by type.</summary>
internal struct Pools
{
    private object?[] _byType = new object?[16];

    public Pools()
    {
    }

    /// <summary>The pool of <typeparamref name="TKind"/>s, which all come as <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pool<T> Of<TKind, T>(Simulation simulation)
        where TKind : T
        where T : class
    {
        var number = TypeNumber<TKind>.Value;
        var pools = _byType;
        return (uint)number < (uint)pools.Length && pools[number] is { } pool
            ? Unsafe.As<Pool<T>>(pool)
            : Add<T>(simulation, number);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Pool<T> Add<T>(Simulation simulation, int number)
        where T : class
    {
        if (number >= _byType.Length) Array.Resize(ref _byType, Math.Max(number + 1, _byType.Length * 2));
        var pool = new Pool<T>(simulation);
        _byType[number] = pool;
        return pool;
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
