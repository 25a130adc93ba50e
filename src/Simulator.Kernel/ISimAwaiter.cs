using System.Runtime.CompilerServices;

namespace Simulator.Kernel;

/// <summary>
/// What a process may wait for: nothing but the kernel's own waits, so that no wall clock gets into a model.
/// </summary>
/// <remarks>
/// An awaiter lives in the process for as long as it waits, so it has one reference and little else: what only
/// <see cref="Park"/> needs may be left with the object awaited, since nothing runs between asking and parking.
/// </remarks>
public interface ISimAwaiter : ICriticalNotifyCompletion
{
    internal Simulation Simulation { get; }

    /// <summary>
    /// Remembers the process and has the calendar resume it once; called once, when it is not complete.
    /// </summary>
    internal void Park(Process process);

    void INotifyCompletion.OnCompleted(Action continuation) => throw OutsideAProcess();

    void ICriticalNotifyCompletion.UnsafeOnCompleted(Action continuation) => throw OutsideAProcess();

    private static InvalidOperationException OutsideAProcess() =>
        new("A wait of the simulation can be awaited in an async SimTask method only.");
}
