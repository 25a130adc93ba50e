using Simulator.Kernel;
using Simulator.Models.Pods;

namespace Simulator.Models.Traffic;

/// <summary>Whoever a caller's attempts go to.</summary>
public interface IAttempts<in TCall>
{
    /// <summary>Sends the call's next attempt now; the wait is answered with how it ended.</summary>
    Wait<Outcome> Send(TCall call);

    /// <summary>The attempt sent last is over for the caller: it has its answer, or waits no longer.</summary>
    void OnHeard(TCall call)
    {
    }
}
