using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>What <see cref="Slots.Acquire()"/> gives to await; the result is true with a place, false without.</summary>
public readonly struct Acquire
{
    private readonly Slots _slots;
    private readonly Duration _patience;

    internal Acquire(Slots slots, Duration patience) => (_slots, _patience) = (slots, patience);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Awaiter GetAwaiter()
    {
        _slots.Queue.Patience = _patience;
        return new Awaiter(_slots);
    }

    public readonly struct Awaiter : ISimAwaiter
    {
        private readonly Slots _slots;

        internal Awaiter(Slots slots) => _slots = slots;

        Simulation ISimAwaiter.Simulation => _slots.Queue.Simulation;

        /// <summary>Takes a place if one is free; also true when there is no patience to wait for one.</summary>
        public bool IsCompleted
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (_slots.Queue.Answer = _slots.TryAcquire()) || _slots.Queue.Patience <= Duration.Zero;
        }

        public bool GetResult() => _slots.Queue.Answer;

        void ISimAwaiter.Park(Process process) => _slots.Queue.Park(process);
    }
}
