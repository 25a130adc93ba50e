using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simulator.Kernel;

/// <summary>The events of the present instant that were scheduled at it: first in, first out.</summary>
internal struct PresentRing
{
    private Entry[] _entries = new Entry[64];
    private int _head;
    private int _length;
    private int _cancelled;

    public PresentRing()
    {
    }

    private struct Entry
    {
        public EventTarget? Target; // Null: cancelled.
        public ulong Key;
        public int Code;
    }

    /// <summary>Cancelled entries do not count; none of them is ever at the head.</summary>
    public readonly int Count => _length - _cancelled;

    /// <summary>Quicker than <see cref="Count"/>, and the same: the head is never a cancelled one.</summary>
    public readonly bool IsEmpty => _length == 0;

    public readonly ulong HeadKey => At(0).Key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(EventTarget target, int code, ulong key)
    {
        var length = _length;
        if (length == _entries.Length) Grow();
        _length = length + 1;
        ref var entry = ref At(length);
        entry.Target = target;
        entry.Key = key;
        entry.Code = code;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(out EventTarget target, out int code, out ulong key)
    {
        var (entries, head) = (_entries, _head);
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), (nint)(uint)head);
        _head = (head + 1) & (entries.Length - 1);
        _length--;
        target = entry.Target!;
        code = entry.Code;
        key = entry.Key;
        entry.Target = null;
        if (_cancelled > 0) DropCancelled();
    }

    public bool Cancel(ulong key)
    {
        for (var i = 0; i < _length; i++)
        {
            ref var entry = ref At(i);
            if (entry.Key < key) continue;
            if (entry.Key > key || entry.Target is null) return false;
            entry.Target = null;
            _cancelled++;
            DropCancelled();
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref Entry At(int place) => ref Unsafe.Add(
        ref MemoryMarshal.GetArrayDataReference(_entries), (nint)(uint)((_head + place) & (_entries.Length - 1)));

    private void DropHead()
    {
        _head = (_head + 1) & (_entries.Length - 1);
        _length--;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DropCancelled()
    {
        for (; _length > 0 && At(0).Target is null; _cancelled--) DropHead();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        for (var i = 0; i < _length; i++) larger[i] = At(i);
        (_entries, _head) = (larger, 0);
    }
}
