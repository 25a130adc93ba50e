using Simulator.Kernel;
using Simulator.Models.Cpu;

namespace Simulator.Models.Database;

/// <summary>Processes of one cgroup that burn CPU when asked, as many at a time as there are askers.</summary>
internal sealed class CpuThreads(Simulation sim, CpuGroup group)
{
    private readonly Stack<Burner> _spare = new();

    /// <summary>Awaited: that much CPU time was spent.</summary>
    public Wait<bool> Burn(Duration work)
    {
        var done = sim.Rent<bool>();
        if (work <= Duration.Zero)
        {
            done.TryAnswer(true);
            return done;
        }

        var burner = _spare.TryPop(out var spare) ? spare : new Burner(this, group);
        burner.Begin(work, done);
        return done;
    }

    private sealed class Burner : ICpuWorker
    {
        private readonly CpuThreads _home;
        private readonly CpuThread _thread;
        private Wait<bool> _done;

        public Burner(CpuThreads home, CpuGroup group)
        {
            _home = home;
            _thread = group.Node.CreateThread(group, this);
        }

        public void Begin(Duration work, Wait<bool> done)
        {
            _done = done;
            _thread.Run(work);
        }

        public void OnWorkDone(CpuThread thread)
        {
            _done.TryAnswer(true);
            _home._spare.Push(this);
        }
    }
}
