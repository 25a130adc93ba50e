namespace Simulator.Kernel;

/// <summary>A bell: every process that waits when it rings goes on; it remembers nothing.</summary>
public sealed class Signal(Simulation simulation)
{
    private readonly WaitQueue _queue = new(simulation);

    /// <summary>Processes that wait for the next ring.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Answers all that wait now, in the order they came; they go on at this instant.</summary>
    public void Ring()
    {
        while (_queue.Count > 0) _queue.GrantFirst();
    }

    /// <summary>Awaited in a process: true when it rings, false when the patience is over before (zero: at once).</summary>
    public Hearing Within(Duration patience) => new(_queue, patience);

    public Hearing.Awaiter GetAwaiter() => Within(Duration.Forever).GetAwaiter();

    /// <summary>What a signal with a deadline gives to await.</summary>
    public readonly struct Hearing
    {
        private readonly WaitQueue _queue;
        private readonly Duration _patience;

        internal Hearing(WaitQueue queue, Duration patience) => (_queue, _patience) = (queue, patience);

        public Awaiter GetAwaiter()
        {
            _queue.Patience = _patience;
            _queue.Answer = false;
            return new Awaiter(_queue);
        }

        public readonly struct Awaiter : ISimAwaiter
        {
            private readonly WaitQueue _queue;

            internal Awaiter(WaitQueue queue) => _queue = queue;

            Simulation ISimAwaiter.Simulation => _queue.Simulation;

            public bool IsCompleted => _queue.Patience <= Duration.Zero;

            public bool GetResult() => _queue.Answer;

            void ISimAwaiter.Park(Process process) => _queue.Park(process);
        }
    }
}
