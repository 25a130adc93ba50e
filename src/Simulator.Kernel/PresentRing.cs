using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>The events of the present instant that were scheduled at it: first in, first out.</summary>
internal struct PresentRing
{
    private Entry[] _entries = new Entry[64];
    private int _head;
    private int _length;

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
    public int Count { readonly get; private set; }

    public readonly ulong HeadKey => _entries[_head].Key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(EventTarget target, int code, ulong key)
    {
        if (_length == _entries.Length) Grow();
        ref var entry = ref _entries[(_head + _length) & (_entries.Length - 1)];
        entry.Target = target;
        entry.Key = key;
        entry.Code = code;
        _length++;
        Count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(out EventTarget target, out int code, out ulong key)
    {
        ref var entry = ref _entries[_head];
        target = entry.Target!;
        code = entry.Code;
        key = entry.Key;
        entry.Target = null;
        Count--;
        DropHead();
        if (_length > Count) DropCancelled();
    }

    public bool Cancel(ulong key)
    {
        for (var i = 0; i < _length; i++)
        {
            ref var entry = ref _entries[(_head + i) & (_entries.Length - 1)];
            if (entry.Key < key) continue;
            if (entry.Key > key || entry.Target is null) return false;
            entry.Target = null;
            Count--;
            DropCancelled();
            return true;
        }

        return false;
    }

    private void DropHead()
    {
        _head = (_head + 1) & (_entries.Length - 1);
        _length--;
    }

    private void DropCancelled()
    {
        while (_length > 0 && _entries[_head].Target is null) DropHead();
    }

    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        for (var i = 0; i < _length; i++) larger[i] = _entries[(_head + i) & (_entries.Length - 1)];
        (_entries, _head) = (larger, 0);
    }
}
