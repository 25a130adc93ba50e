namespace Simulator.Models.Cpu;

/// <summary>How threads get from a crowded CPU to another. Source: kernel/sched/fair.c, sched_balance_rq.</summary>
internal sealed partial class Cpu
{
    private const long BusyBalanceInterval = 16_000_000;
    private const int CacheNiceTries = 1;

    private long _nextBalance;
    private int _helpsFailed;

    /// <summary>
    /// Where two threads want one CPU, an idle one is asked to help (nohz_balancer_kick); busy CPUs even out now and
    /// then (sd_weight ms · busy_factor). In a guest halted CPUs were not seen to help before something woke them.
    /// </summary>
    private void BalanceAtTick()
    {
        if (node.CpuCount == 1) return;
        var helper = CountRunnable() >= 2 && !node.Kernel.PacksVirtualCpus ? node.FindIdle(index) : null;
        if (helper is not null) helper.Help();
        else if (_curr is not null) EvenOut();
    }

    private void Help()
    {
        if (node.Pull(this, lead: 1, alsoCacheHot: _helpsFailed > CacheNiceTries))
        {
            _helpsFailed = 0;
            WakeIfIdle();
        }
        else
        {
            _helpsFailed++;
        }
    }

    private void EvenOut()
    {
        var now = sim.Now.Nanoseconds;
        if (now < _nextBalance) return;
        _nextBalance = now + node.CpuCount * BusyBalanceInterval;
        node.Pull(this, lead: 2, alsoCacheHot: false);
    }
}
