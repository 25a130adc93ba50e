using System.Globalization;
using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Database;

namespace Simulator.Scenarios.Truth.Pools;

/// <summary>Storms of connects, and who is refused when the slots run out.</summary>
internal static class ConnectTruth
{
    public static void Compare(JsonElement section, RecordedMachine machine, PoolRows rows)
    {
        Storms(section, "connect_storm_ms", machine, scram: false, rows);
        Storms(section, "connect_storm_scram_ms", machine, scram: true, rows);
        if (section.Get("max_connections") is { } limits)
            Slots(limits, section.Get("superuser_extra"), machine, rows);
    }

    private static void Storms(JsonElement section, string name, RecordedMachine machine, bool scram, PoolRows rows)
    {
        if (section.Get(name) is not { ValueKind: JsonValueKind.Object } storms) return;
        foreach (var storm in storms.EnumerateObject())
        {
            if (storm.Value.ValueKind != JsonValueKind.Number) continue;
            if (!int.TryParse(storm.Name, CultureInfo.InvariantCulture, out var clients)) continue;
            var bench = new Bench(machine, scram: scram);
            var simulated = Storm(bench, bench.Postgres(), clients);
            rows.Time($"{name}, {clients} at once", "ms", storm.Value.GetDouble(), simulated);
        }
    }

    /// <summary>When the last of them is connected (or refused), in milliseconds.</summary>
    public static double Storm(Bench bench, IDatabase database, int clients)
    {
        var (left, began, ended) = (clients, bench.NowMs, 0.0);
        async SimTask One()
        {
            await database.Connect(Bench.App);
            if (--left == 0) ended = bench.NowMs;
        }

        for (var i = 0; i < clients; i++) bench.Sim.Start(One());
        bench.RunUntil(began + 60_000);
        return ended - began;
    }

    /// <summary>One more connection, the recorder's own, was there all the time.</summary>
    private static void Slots(JsonElement recording, JsonElement? extra, RecordedMachine machine, PoolRows rows)
    {
        var bench = new Bench(machine);
        var postgres = bench.Postgres();
        var root = Bench.App with { IsSuperuser = true };
        var (ordinary, more, rejection) = (0, 0, 0.0);
        DatabaseError? first = null, last = null, super = null;
        async SimTask Run()
        {
            await postgres.Connect(root);
            while (first is null && ordinary < 10_000)
            {
                var asked = bench.NowMs;
                first = (await postgres.Connect(Bench.App)).Error;
                if (first is null) ordinary++;
                else rejection = bench.NowMs - asked;
            }

            super = (await postgres.Connect(root)).Error;
            while (last is null && more < 10_000)
                if ((last = (await postgres.Connect(root)).Error) is null) more++;
        }

        bench.Sim.Start(Run());
        bench.RunUntil(120_000);
        const string name = "max_connections";
        rows.Add(name, "normal_user_connected", recording.Number("normal_user_connected"), ordinary, 0);
        rows.Same(name, "code", recording.Text("error", "code"), first?.SqlState);
        rows.Same(name, "message", recording.Text("error", "message"), first?.Message);
        rows.Same(name, "superuser", recording.Text("superuser"), super?.Message ?? "superuser connected");
        rows.Time(name, "rejection_ms", recording.Number("rejection_ms", "ms"), rejection);
        if (extra is not { } beyond) return;
        rows.Add("superuser_extra", "more", beyond.Number("more"), more, 0);
        rows.Same("superuser_extra", "code", beyond.Text("then", "code"), last?.SqlState);
        rows.Same("superuser_extra", "message", beyond.Text("then", "message"), last?.Message);
    }
}
