using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Models.Recording;

/// <summary>The replicas of PgBouncer in front of one database: SHOW POOLS of each over time, and their sums.</summary>
public sealed class PgBouncerRecorder
{
    public PgBouncerRecorder(Simulation sim, MeasuringPlan plan, ImmutableArray<PgBouncer> replicas)
    {
        (Clients, Waiting, Servers) = (new(sim, plan), new(sim, plan), new(sim, plan));
        Replicas = [.. replicas.Select(r => new ReplicaRecorder(sim, plan, r, this))];
    }

    /// <summary>cl_active and cl_waiting of all replicas.</summary>
    public LevelRecorder Clients { get; }

    /// <summary>cl_waiting of all replicas.</summary>
    public LevelRecorder Waiting { get; }

    /// <summary>sv_active, sv_idle and sv_login of all replicas.</summary>
    public LevelRecorder Servers { get; }

    public ImmutableArray<ReplicaRecorder> Replicas { get; }

    /// <summary>One process.</summary>
    public sealed class ReplicaRecorder
    {
        private readonly Simulation _sim;
        private readonly PgBouncer _pooler;
        private readonly PgBouncerRecorder _sum;

        internal ReplicaRecorder(Simulation sim, MeasuringPlan plan, PgBouncer pooler, PgBouncerRecorder sum)
        {
            (_sim, _pooler, _sum) = (sim, pooler, sum);
            (ClActive, ClWaiting) = (new(sim, plan), new(sim, plan));
            (SvActive, SvIdle, SvLogin) = (new(sim, plan), new(sim, plan), new(sim, plan));
            MaxWait = new AgeRecorder(sim, plan);
            pooler.Changed = OnChanged;
        }

        public LevelRecorder ClActive { get; }

        public LevelRecorder ClWaiting { get; }

        public LevelRecorder SvActive { get; }

        public LevelRecorder SvIdle { get; }

        public LevelRecorder SvLogin { get; }

        public AgeRecorder MaxWait { get; }

        private void OnChanged()
        {
            var now = _pooler.Counts;
            var waiting = now.ClWaiting - ClWaiting.Level;
            Add(_sum.Clients, now.ClActive - ClActive.Level + waiting);
            Add(_sum.Waiting, waiting);
            Add(_sum.Servers,
                now.SvActive - SvActive.Level + now.SvIdle - SvIdle.Level + now.SvLogin - SvLogin.Level);
            Add(ClActive, now.ClActive - ClActive.Level);
            Add(ClWaiting, waiting);
            Add(SvActive, now.SvActive - SvActive.Level);
            Add(SvIdle, now.SvIdle - SvIdle.Level);
            Add(SvLogin, now.SvLogin - SvLogin.Level);
            MaxWait.Set(now.ClWaiting > 0 ? _sim.Now - now.MaxWait : null);
        }

        private static void Add(LevelRecorder level, int change)
        {
            if (change != 0) level.Add(change);
        }
    }
}
