using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simulator.Kernel;

/// <summary>The pending events of one run in their total order: time, then order of scheduling.</summary>
/// <remarks>
/// A 4-ary heap of 16-byte keys without references; the targets lie in a slab by slot number, and a key carries its slot,
/// so that a key is also the handle and a stale handle is recognised. Events for the present instant go through a ring
/// instead of the heap, in the same order. Engine measurements: keys inline and payload by index beat every
/// heap of objects by 3x from 100,000 pending events on.
/// </remarks>
internal sealed class Calendar
{
    internal const int SlotBits = 24;
    internal const ulong SlotMask = (1UL << SlotBits) - 1;
    private const ulong LastSequence = ulong.MaxValue >> SlotBits;
    private const int Arity = 4;
    private const int InRing = -1;

    private Entry[] _heap = new Entry[64];
    private int _count;
    private Slot[] _slots = new Slot[64];
    private int _slotsUsed;
    private int _free = -1;
    private ulong[] _ring = new ulong[64];
    private int _ringHead;
    private int _ringCount;
    private ulong _sequence;

    // The root has fired but still lies there: its key stays the smallest, so the heap is in order, and
    // the handler's first successor takes its place with one sift instead of two.
    private bool _rootIsSpent;

    private struct Entry
    {
        public long Time;
        public ulong Key;

        public readonly bool Before(in Entry other) =>
            Time < other.Time || (Time == other.Time && Key < other.Key);
    }

    private struct Slot
    {
        public EventTarget? Target;
        public ulong Key;
        public int Code;

        // Place in the heap, or InRing, or the next free slot.
        public int Position;
    }

    /// <summary>Pending events; cancelled ones do not count.</summary>
    public int Count { get; private set; }

    public ulong Add(long now, long time, EventTarget target, int code)
    {
        ArgumentNullException.ThrowIfNull(target);
        var slot = TakeSlot();
        var key = NextKey(slot);
        ref var s = ref SlotAt(slot);
        s.Target = target;
        s.Code = code;
        s.Key = key;
        Count++;
        if (time == now)
        {
            s.Position = InRing;
            PushRing(key);
            return key;
        }

        if (_rootIsSpent)
        {
            _rootIsSpent = false;
            SiftDown(0, new Entry { Time = time, Key = key });
        }
        else
        {
            if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
            SiftUp(_count++, new Entry { Time = time, Key = key });
        }

        return key;
    }

    public bool Cancel(ulong key)
    {
        var slot = (int)(key & SlotMask);
        if (key == 0 || slot >= _slotsUsed) return false;
        ref var s = ref SlotAt(slot);
        if (s.Key != key) return false;
        var position = s.Position;
        FreeSlot(slot, ref s);
        if (position >= 0) RemoveAt(position);
        return true; // A ring entry whose slot has gone is stepped over.
    }

    /// <summary>Takes the next event at or before <paramref name="end"/>; false when there is none.</summary>
    public bool TryTake(ref long now, long end, out EventTarget target, out int code, out ulong key)
    {
        if (_rootIsSpent) DropRoot();
        while (_ringCount > 0)
        {
            var head = _ring[_ringHead];
            if (_count > 0 && _heap[0].Time == now && _heap[0].Key < head) break;
            _ringHead = (_ringHead + 1) & (_ring.Length - 1);
            _ringCount--;
            ref var s = ref SlotAt((int)(head & SlotMask));
            if (s.Key != head) continue;
            key = head;
            Release(ref s, out target, out code);
            return true;
        }

        if (_count == 0 || _heap[0].Time > end)
        {
            (target, code, key) = (null!, 0, 0);
            return false;
        }

        now = _heap[0].Time;
        key = _heap[0].Key;
        _rootIsSpent = true;
        Release(ref SlotAt((int)(key & SlotMask)), out target, out code);
        return true;
    }

    private void Release(ref Slot s, out EventTarget target, out int code)
    {
        target = s.Target!;
        code = s.Code;
        FreeSlot((int)(s.Key & SlotMask), ref s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FreeSlot(int slot, ref Slot s)
    {
        s.Key = 0;
        s.Target = null;
        s.Position = _free;
        _free = slot;
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot SlotAt(int slot) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (nint)(uint)slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry EntryAt(int index) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_heap), (nint)(uint)index);

    private ulong NextKey(int slot)
    {
        if (_sequence == LastSequence) throw new InvalidOperationException("The calendar ran out of sequence numbers.");
        return (++_sequence << SlotBits) | (uint)slot;
    }

    private int TakeSlot()
    {
        var slot = _free;
        if (slot >= 0)
        {
            _free = SlotAt(slot).Position;
            return slot;
        }

        if (_slotsUsed == _slots.Length)
        {
            if (_slotsUsed > (int)SlotMask) throw new InvalidOperationException("More than 16,777,216 events are pending.");
            Array.Resize(ref _slots, _slotsUsed * 2);
        }

        return _slotsUsed++;
    }

    private void PushRing(ulong key)
    {
        if (_ringCount == _ring.Length) GrowRing();
        _ring[(_ringHead + _ringCount++) & (_ring.Length - 1)] = key;
    }

    private void GrowRing()
    {
        var larger = new ulong[_ring.Length * 2];
        for (var i = 0; i < _ringCount; i++) larger[i] = _ring[(_ringHead + i) & (_ring.Length - 1)];
        (_ring, _ringHead) = (larger, 0);
    }

    private void DropRoot()
    {
        _rootIsSpent = false;
        if (--_count > 0) SiftDown(0, _heap[_count]);
    }

    private void RemoveAt(int index)
    {
        var last = EntryAt(--_count);
        if (index == _count) return;
        if (index > 0 && last.Before(EntryAt((index - 1) / Arity))) SiftUp(index, last);
        else SiftDown(index, last);
    }

    private void Put(int index, in Entry entry)
    {
        EntryAt(index) = entry;
        SlotAt((int)(entry.Key & SlotMask)).Position = index;
    }

    private void SiftUp(int index, Entry entry)
    {
        while (index > 0)
        {
            var parent = (index - 1) / Arity;
            ref var above = ref EntryAt(parent);
            if (!entry.Before(above)) break;
            Put(index, above);
            index = parent;
        }

        Put(index, entry);
    }

    private void SiftDown(int index, Entry entry)
    {
        while (true)
        {
            var child = (index * Arity) + 1;
            if (child >= _count) break;
            var best = child;
            var end = Math.Min(child + Arity, _count);
            for (var i = child + 1; i < end; i++)
                if (EntryAt(i).Before(EntryAt(best))) best = i;
            ref var below = ref EntryAt(best);
            if (!below.Before(entry)) break;
            Put(index, below);
            index = best;
        }

        Put(index, entry);
    }
}
