using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>A process of the simulation: an async method that runs at once up to its first wait.</summary>
/// <remarks>
/// Has one owner: it is awaited once, or handed to <see cref="Simulation.Start(SimTask)"/>. The awaiting process goes
/// on
/// in the very event in which this one ends. An exception goes to the process that awaits; if none does, the run ends.
/// </remarks>
[AsyncMethodBuilder(typeof(SimTaskBuilder))]
public readonly struct SimTask
{
    private readonly Process<Nothing>? _process;
    private readonly int _version;

    internal SimTask(Process<Nothing> process) => (_process, _version) = (process, process.Version);

    /// <summary>Ended, with or without an exception.</summary>
    public bool IsCompleted => _process is null || _process.IsDone(_version);

    public Awaiter GetAwaiter() => new(this);

    internal void Detach() => _process?.Detach(_version);

    public readonly struct Awaiter : ISimAwaiter
    {
        private readonly SimTask _task;

        internal Awaiter(SimTask task) => _task = task;

        Simulation ISimAwaiter.Simulation => _task._process!.Simulation;

        public bool IsCompleted => _task.IsCompleted;

        public void GetResult() => _task._process?.TakeResult(_task._version);

        void ISimAwaiter.Park(Process process) => _task._process!.ParkAwaiting(_task._version, process);
    }
}

/// <summary>A process of the simulation that ends with a value; otherwise as <see cref="SimTask"/>.</summary>
[AsyncMethodBuilder(typeof(SimTaskBuilder<>))]
public readonly struct SimTask<T>
{
    private readonly Process<T>? _process;
    private readonly int _version;
    private readonly T _result;

    internal SimTask(Process<T> process) => (_process, _version, _result) = (process, process.Version, default!);

    internal SimTask(T result) => (_process, _version, _result) = (null, 0, result);

    /// <inheritdoc cref="SimTask.IsCompleted"/>
    public bool IsCompleted => _process is null || _process.IsDone(_version);

    public Awaiter GetAwaiter() => new(this);

    internal void Detach() => _process?.Detach(_version);

    public readonly struct Awaiter : ISimAwaiter
    {
        private readonly SimTask<T> _task;

        internal Awaiter(SimTask<T> task) => _task = task;

        Simulation ISimAwaiter.Simulation => _task._process!.Simulation;

        public bool IsCompleted => _task.IsCompleted;

        public T GetResult() => _task._process is { } process ? process.TakeResult(_task._version) : _task._result;

        void ISimAwaiter.Park(Process process) => _task._process!.ParkAwaiting(_task._version, process);
    }
}
