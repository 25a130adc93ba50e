using Simulator.Scenarios.Results;

namespace Simulator.Scenarios.Trials;

/// <summary>Replications that are still to be run, the first trials' first; several threads take from it.</summary>
internal sealed class TrialQueue(OpenTrial[] trials)
{
    private readonly object _lock = new();
    private int _first;
    private bool _stopped;

    /// <summary>Waits while others may still add to the work; null when there is none left.</summary>
    public (OpenTrial Trial, int Replication)? Take()
    {
        lock (_lock)
        {
            while (!_stopped)
            {
                while (_first < trials.Length && trials[_first].Result is not null) _first++;
                if (_first == trials.Length) return null;
                for (var i = _first; i < trials.Length; i++)
                    if (trials[i].TryTake(out var replication)) return (trials[i], replication);
                Monitor.Wait(_lock);
            }

            return null;
        }
    }

    /// <summary>True for one thread only: the one that put what the trial was still waiting for.</summary>
    public bool Put(OpenTrial trial, int replication, ReplicationResult facts, Action report)
    {
        lock (_lock)
        {
            report();
            return trial.Put(replication, facts);
        }
    }

    /// <summary>Ends the trial, or has it go on.</summary>
    public void Decide(OpenTrial trial, Trial now, Action<int, Trial>? finished)
    {
        lock (_lock)
        {
            trial.Decide(now);
            if (trial.Result is not null) finished?.Invoke(trial.Number, trial.Result);
            Monitor.PulseAll(_lock);
        }
    }

    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }
}
