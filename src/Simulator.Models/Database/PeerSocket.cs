using Simulator.Kernel;

namespace Simulator.Models.Database;

/// <summary>A server's end of a connection: when its kernel learns that the client is gone.</summary>
internal sealed class PeerSocket(Simulation sim, TcpLimits limits, Action died) : EventTarget
{
    private SimTime _heard = sim.Now;
    private bool _hasUnacknowledged;
    private EventHandle _death;

    public ClientLoss Loss { get; private set; }

    /// <summary>A read would fail or find the end: what idle servers and connection checks see.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Something came from the client.</summary>
    public void Hear() => _heard = sim.Now;

    public void Lose(ClientLoss how)
    {
        if (Loss != ClientLoss.None) return;
        Loss = how;
        // Probes were answered up to now: the last of them counts as heard.
        var idle = limits.KeepaliveIdle;
        var lastProbe = _heard + (idle * ((sim.Now - _heard).Nanoseconds / idle.Nanoseconds));
        switch (how)
        {
            case ClientLoss.ProcessDied:
                Die();
                break;
            case ClientLoss.SocketGone:
                _death = sim.ScheduleAt(lastProbe + idle, this);
                break;
            case ClientLoss.HostGone:
                _death = sim.ScheduleAt(lastProbe + limits.KeepaliveGivesUp, this);
                break;
        }
    }

    /// <summary>Sends to the client; false when that fails at once.</summary>
    public bool TryWrite()
    {
        if (IsDead) return false;
        switch (Loss)
        {
            case ClientLoss.SocketGone:
                Forget();
                IsDead = true;
                return false;
            case ClientLoss.HostGone when !_hasUnacknowledged:
                // Keepalives do not run while something waits to be acknowledged.
                _hasUnacknowledged = true;
                Forget();
                _death = sim.Schedule(limits.RetransmissionGivesUp, this);
                return true;
            default:
                if (Loss == ClientLoss.None) _heard = sim.Now;
                return true;
        }
    }

    /// <summary>The server closed it: nothing will happen here any more.</summary>
    public void Forget()
    {
        if (_death.NamesAnEvent) sim.Cancel(_death);
        _death = default;
    }

    protected override void OnEvent(int code)
    {
        _death = default;
        Die();
    }

    private void Die()
    {
        IsDead = true;
        died();
    }
}
