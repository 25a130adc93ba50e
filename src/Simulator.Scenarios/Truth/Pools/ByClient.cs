using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>
/// The recorder's client process: one thread that handles each connect in two goes, first in, first out, so that in a
/// storm nobody is connected before everybody has dialled.
/// </summary>
internal sealed class ByClient(Bench bench, IDatabase database) : IDatabase
{
    private readonly EventLoop _thread = new(bench.Sim, bench.Group);

    // Its one thread is what a storm of logins waits for.
    private Duration Go => bench.Machine.PoolerClientLogin / 2;

    public async SimTask<ConnectResult> Connect(Login login)
    {
        await _thread.Run(Go);
        var result = await database.Connect(login);
        await _thread.Run(Go);
        return result;
    }
}
