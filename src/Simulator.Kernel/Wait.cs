namespace Simulator.Kernel;

/// <summary>
/// One question that one process awaits and anybody may answer: the first answer wins, later ones find it closed.
/// </summary>
/// <remarks>
/// Rented with <see cref="Simulation.Rent{T}"/>, given back by awaiting it. A copy kept longer is harmless: it reports
/// itself closed. The default value is a closed wait. The answered process goes on at the instant of the answer, after
/// all
/// that is already due; the deadline is out of the calendar by then.
/// </remarks>
public readonly record struct Wait<T>
{
    private readonly WaitCell<T>? _cell;
    private readonly int _version;

    internal Wait(WaitCell<T> cell) => (_cell, _version) = (cell, cell.Version);

    /// <summary>Not yet answered and not yet late.</summary>
    public bool IsOpen => _cell is not null && _cell.IsOpen(_version);

    /// <summary>
    /// Gives the answer; false, and nothing happens, when there is one already or the deadline has passed.
    /// </summary>
    public bool TryAnswer(T answer) => _cell is not null && _cell.TryAnswer(_version, answer);

    public Awaiter GetAwaiter()
    {
        Cell.Ask(_version, Duration.Forever);
        return new Awaiter(Cell, _version);
    }

    /// <summary>Awaited: the answer, or none when the patience is over first (zero: at once).</summary>
    public WithPatience Within(Duration patience) => new(this, patience);

    private WaitCell<T> Cell => _cell ?? throw new InvalidOperationException("The default Wait has nothing to await.");

    /// <summary>What a wait without a deadline gives to await.</summary>
    public readonly struct Awaiter : ISimAwaiter
    {
        private readonly WaitCell<T> _cell;
        private readonly int _version;

        internal Awaiter(WaitCell<T> cell, int version) => (_cell, _version) = (cell, version);

        Simulation ISimAwaiter.Simulation => _cell.Simulation;

        public bool IsCompleted => !_cell.MustPark();

        public T GetResult() => _cell.Take(_version).Value;

        void ISimAwaiter.Park(Process process) => _cell.Park(process);
    }

    /// <summary>What a wait with a deadline gives to await.</summary>
    public readonly struct WithPatience
    {
        private readonly Wait<T> _wait;
        private readonly Duration _patience;

        internal WithPatience(Wait<T> wait, Duration patience) => (_wait, _patience) = (wait, patience);

        public WithinAwaiter GetAwaiter()
        {
            _wait.Cell.Ask(_wait._version, _patience);
            return new WithinAwaiter(_wait.Cell, _wait._version);
        }
    }

    public readonly struct WithinAwaiter : ISimAwaiter
    {
        private readonly WaitCell<T> _cell;
        private readonly int _version;

        internal WithinAwaiter(WaitCell<T> cell, int version) => (_cell, _version) = (cell, version);

        Simulation ISimAwaiter.Simulation => _cell.Simulation;

        public bool IsCompleted => !_cell.MustPark();

        public Answer<T> GetResult() => _cell.Take(_version);

        void ISimAwaiter.Park(Process process) => _cell.Park(process);
    }
}

/// <summary>The answer to a wait, or that its patience was over first.</summary>
public readonly record struct Answer<T>
{
    private readonly T _value;

    internal Answer(T value) => (InTime, _value) = (true, value);

    public bool InTime { get; }

    public bool TimedOut => !InTime;

    /// <summary>The answer; throws when there is none.</summary>
    public T Value => InTime ? _value : throw new InvalidOperationException("The wait timed out: there is no answer.");

    /// <summary>The answer, or <paramref name="late"/> when there is none.</summary>
    public T Or(T late) => InTime ? _value : late;
}
