using System.Runtime.ExceptionServices;

namespace Simulator.Scenarios;

/// <summary>Does pieces of work on all cores; where their results go does not depend on who is first.</summary>
internal static class WorkSharing
{
    /// <param name="threads">At a time; null: as many as there are CPUs.</param>
    /// <param name="count">Of pieces.</param>
    /// <param name="piece">Told its number, from 0; taken in that order by whoever is free.</param>
    public static void Run(int? threads, int count, Action<int> piece)
    {
        var next = -1;
        var workers = Math.Clamp(threads ?? Environment.ProcessorCount, 1, Math.Max(1, count));
        var work = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (Interlocked.Increment(ref next) is var i && i < count) piece(i);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        try
        {
            Task.WaitAll(work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
