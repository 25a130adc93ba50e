using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// The recorder's client process: one thread that handles each connect in two goes, first in, first out, so that in a
/// storm nobody is connected before everybody has dialled.
/// </summary>
/// <param name="bench">Where it runs.</param>
/// <param name="database">What it connects to.</param>
/// <param name="work">CPU time of a login in its one thread, which is what a storm of logins waits for.</param>
internal sealed class ByClient(Bench bench, IDatabase database, Duration work) : IDatabase
{
    private readonly EventLoop _thread = new(bench.Sim, bench.Group);

    public async SimTask<ConnectResult> Connect(Login login)
    {
        await _thread.Run(work / 2);
        var result = await database.Connect(login);
        await _thread.Run(work / 2);
        return result;
    }
}
