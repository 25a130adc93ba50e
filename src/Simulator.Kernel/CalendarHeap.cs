using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <content>The 4-ary heap: every move of an entry is told to its slot, so that it can be taken out of the
/// middle.</content>
internal partial struct Calendar
{
    private const int Arity = 4;

    private void RemoveAt(int index)
    {
        var last = EntryAt(--_count);
        if (_count == 0) EntryAt(0).Time = Empty;
        if (index == _count) return;
        if (index > 0 && Before(last.Time, last.Key, EntryAt((index - 1) / Arity))) SiftUp(index, last.Time, last.Key);
        else SiftDown(index, last.Time, last.Key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Before(long time, ulong key, in Entry other) =>
        time < other.Time || (time == other.Time && key < other.Key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Put(int index, long time, ulong key)
    {
        ref var entry = ref EntryAt(index);
        entry.Time = time;
        entry.Key = key;
        SlotAt((int)(key & SlotMask)).Position = index;
    }

    private readonly void SiftUp(int index, long time, ulong key)
    {
        while (index > 0)
        {
            var parent = (index - 1) >>> 2;
            ref var above = ref EntryAt(parent);
            if (!Before(time, key, above)) break;
            Put(index, above.Time, above.Key);
            index = parent;
        }

        Put(index, time, key);
    }

    // The newcomer is the youngest of all: on a tie the other goes first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void ReplaceRootOfTwo(long time, ulong key)
    {
        ref var child = ref EntryAt(1);
        if (child.Time <= time)
        {
            Put(0, child.Time, child.Key);
            Put(1, time, key);
        }
        else
        {
            ref var root = ref EntryAt(0); // Its slot knows the place already: it was the root's before.
            root.Time = time;
            root.Key = key;
        }
    }

    private readonly void SiftDown(int index, long time, ulong key)
    {
        var count = _count;
        for (var child = (index << 2) + 1; child < count; child = (index << 2) + 1)
        {
            ref var best = ref EntryAt(child);
            if (child + Arity <= count) best = ref FirstOfFour(ref best);
            else
            {
                for (var i = child + 1; i < count; i++)
                    if (Before(ref EntryAt(i), ref best)) best = ref EntryAt(i);
            }

            if (time < best.Time || (time == best.Time && key < best.Key)) break;
            Put(index, best.Time, best.Key);
            index = (int)(Unsafe.ByteOffset(ref EntryAt(0), ref best) >> 4);
        }

        Put(index, time, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Entry FirstOfFour(ref Entry first)
    {
        ref var third = ref Unsafe.Add(ref first, 2);
        ref var a = ref Unsafe.Add(ref first, ToInt(Before(ref Unsafe.Add(ref first, 1), ref first)));
        ref var b = ref Unsafe.Add(ref third, ToInt(Before(ref Unsafe.Add(ref third, 1), ref third)));
        return ref Unsafe.AddByteOffset(ref a, Unsafe.ByteOffset(ref a, ref b) & -(nint)ToInt(Before(ref b, ref a)));
    }

    // Not && and ||: no branches.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Before(ref Entry a, ref Entry b) =>
        (a.Time < b.Time) | ((a.Time == b.Time) & (a.Key < b.Key));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToInt(bool b) => Unsafe.BitCast<bool, byte>(b);
}
