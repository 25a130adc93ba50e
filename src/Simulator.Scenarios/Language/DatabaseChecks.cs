using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Language;

/// <summary>What only the whole scenario shows of databases, pools and the steps that use them.</summary>
internal sealed class DatabaseChecks(Scenario scenario, Action<NodePath, string, string> error)
{
    public void Check()
    {
        foreach (var name in scenario.Databases.Keys) CheckName(name);
        foreach (var (name, service) in scenario.Services)
        {
            foreach (var (pool, spec) in service.Pools) CheckPool(name, service, pool, spec);
            CheckTransactions(name, service);
        }
    }

    private void CheckName(string name)
    {
        var pooler = DatabaseBuilder.PgBouncerName(name);
        foreach (var taken in scenario.Services.Keys.Concat(scenario.Clients.Keys))
        {
            if (taken != name && (taken != pooler || scenario.Databases[name].PgBouncer is null)) continue;
            error(
                NodePath.Of("databases", name), "duplicate-name",
                taken == name
                    ? "a service or client has the same name; metrics could not tell them apart"
                    : $"its PgBouncer is {pooler} in the metrics, and a service or client has that name");
        }
    }

    private void CheckPool(string service, ServiceSpec owner, string name, PoolSpec spec)
    {
        var options = spec.ToOptions(scenario.Nodes[owner.Node].Cpus);
        var library = Array.Find(PoolSpec.Libraries, l => l.Library == spec.Library).Word;
        var max = spec.Max is null ? $"{options.Max}, as {library} has it" : $"{options.Max}";
        if (options.Min > options.Max)
            Error("min", $"min {options.Min} is more than max {max}: raise max, or lower min");
        else if (options.Prefill > options.Max)
            Error("prefill", $"prefill {options.Prefill} is more than max {max}: raise max, or lower prefill");
        if (spec.Library == PoolLibrary.Hikari && options.AcquireTimeout < Duration.FromMilliseconds(250))
            Error("acquireTimeout", "HikariCP refuses a connectionTimeout below 250ms; 0s waits for ever");
        var database = scenario.Databases[spec.Database ?? name];
        if (spec.Role == DatabaseRole.PgUseReservedConnections && database.Postgres.Version < 16)
            Error("role", $"Postgres {database.Postgres.Version} has no pg_use_reserved_connections; it came with 16");

        void Error(string key, string message) =>
            error(NodePath.Of("services", service, "pools", name, key), "out-of-range", message);
    }

    private void CheckTransactions(string name, ServiceSpec service)
    {
        foreach (var (endpoint, spec) in service.Endpoints)
        {
            for (var i = 0; i < spec.Steps.Length; i++)
            {
                if (spec.Steps[i] is not TransactionStepSpec step) continue;
                var database = service.Pools[step.Pool].Database ?? step.Pool;
                if (scenario.Databases[database].PgBouncer is not { Options.PoolMode: PoolMode.Statement }) continue;
                error(
                    NodePath.Of("services", name, "endpoints", endpoint, "steps").Item(i).Child("transaction"),
                    "out-of-range",
                    $"the PgBouncer of {database} has pool_mode: statement, which refuses transactions of several "
                        + "statements: use transaction, or query steps");
            }
        }
    }
}
