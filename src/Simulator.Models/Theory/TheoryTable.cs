using Simulator.Kernel;

namespace Simulator.Models.Theory;

/// <summary>A closed form beside its simulation.</summary>
/// <param name="Name">The model, in Kendall's notation.</param>
/// <param name="Quantity">What is compared, with its unit.</param>
/// <param name="Theory">The exact value.</param>
/// <param name="Simulated">Mean over the replications with its error.</param>
public sealed record TheoryRow(string Name, string Quantity, double Theory, Estimate Simulated)
{
    public double StandardError => Simulated.StandardError;

    /// <summary>Distance in standard errors; Student-t distributed when the simulator is right.</summary>
    public double ZScore => Simulated.ZScore(Theory);
}

/// <summary>The simulator against queueing theory; a pure function of the seed.</summary>
public static class TheoryTable
{
    private const double Mean = 0.010; // Seconds of service everywhere, so that times compare.
    private const double Rate = 1 / Mean;

    private static Duration Service => Duration.FromSeconds(Mean);

    // About 100 relaxation times of the slowest model, M/M/1 at ρ = 0.8: 1 / (μ (1 − √ρ)²) = 0.9 s.
    private static Duration Warmup => Duration.FromSeconds(100);

    /// <summary>All rows, each over <paramref name="replications"/> (at least 2) of 400 simulated seconds.</summary>
    public static IReadOnlyList<TheoryRow> Run(ulong seed, int replications) =>
        Run(seed, replications, Duration.FromSeconds(400));

    /// <param name="seed">Of all rows.</param>
    /// <param name="replications">At least 2, for an error.</param>
    /// <param name="length">Simulated time of each replication after its warm-up.</param>
    public static IReadOnlyList<TheoryRow> Run(ulong seed, int replications, Duration length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 2);
        var run = new Runs(seed, replications, length);
        return
        [
            .. SingleServer(run), .. SeveralServers(run), .. LimitedPlaces(run), .. OtherServices(run), .. Sharing(run),
            .. Network(run),
        ];
    }

    private static IEnumerable<TheoryRow> SingleServer(Runs run)
    {
        const double arrivals = 80;
        var results = run.Queue(new QueueModel(arrivals, Distribution.Exponential(Service)));
        yield return Row("M/M/1 ρ=0.8", "time in system, s", ClosedForms.Mm1Time(arrivals, Rate), results, r => r.Time);
        yield return Row(
            "M/M/1 ρ=0.8", "number in system", ClosedForms.Mm1Number(arrivals, Rate), results, r => r.Number);
        yield return Row("M/M/1 ρ=0.8", "server busy", arrivals / Rate, results, r => r.Busy);
        yield return Row("M/M/1 ρ=0.8", "customers that wait", arrivals / Rate, results, r => r.Waited);
        yield return Row("M/M/1 ρ=0.8", "throughput, 1/s", arrivals, results, r => r.Throughput);
        yield return Row("Little's law", "L − λW", 0, results, r => r.Number - (r.Throughput * r.Time));
        yield return Row("Conservation", "arrived − served − lost − present", 0, results, r => r.Unaccounted);
    }

    private static IEnumerable<TheoryRow> SeveralServers(Runs run)
    {
        const double arrivals = 240;
        var results = run.Queue(new QueueModel(arrivals, Distribution.Exponential(Service), Servers: 3));
        yield return Row(
            "M/M/3 ρ=0.8", "customers that wait (Erlang C)", ClosedForms.ErlangC(3, arrivals * Mean),
                results, r => r.Waited);
        yield return Row(
            "M/M/3 ρ=0.8", "time in queue, s", ClosedForms.MmcWait(3, arrivals, Rate), results, r => r.Wait);
    }

    private static IEnumerable<TheoryRow> LimitedPlaces(Runs run)
    {
        const double arrivals = 240;
        var states = ClosedForms.MmckStates(3, 6, arrivals, Rate);
        var limited = run.Queue(new QueueModel(arrivals, Distribution.Exponential(Service), Servers: 3, Places: 6));
        yield return Row("M/M/3/6", "customers lost", states[6], limited, r => r.Lost);
        yield return Row("M/M/3/6", "number in system", states.Select((p, n) => p * n).Sum(), limited, r => r.Number);
        yield return Row("M/M/3/6", "conservation", 0, limited, r => r.Unaccounted);
        var loss = run.Queue(new QueueModel(arrivals, Distribution.Exponential(Service), Servers: 3, Places: 3));
        yield return Row(
            "M/M/3/3", "customers lost (Erlang B)", ClosedForms.ErlangB(3, arrivals * Mean), loss, r => r.Lost);
    }

    private static IEnumerable<TheoryRow> OtherServices(Runs run)
    {
        const double arrivals = 70;
        const double sigma = 0.8; // Of the logarithm; the median then makes the mean 10 ms.
        var median = Duration.FromSeconds(Mean / Math.Exp(sigma * sigma / 2));
        yield return Wait("M/D/1 ρ=0.7", Distribution.Constant(Service), 0);
        yield return Wait("M/G/1 ρ=0.7, gamma", Distribution.Gamma(0.5, Service), 2);
        yield return Wait("M/G/1 ρ=0.7, lognormal", Distribution.LogNormal(median, sigma), Math.Exp(sigma * sigma) - 1);

        TheoryRow Wait(string name, Distribution service, double squaredVariation) => Row(
            name, "time in queue, s", ClosedForms.Mg1Wait(arrivals, Mean, squaredVariation),
            run.Queue(new QueueModel(arrivals, service)), r => r.Wait);
    }

    private static IEnumerable<TheoryRow> Sharing(Runs run)
    {
        const double arrivals = 70;
        yield return Time("M/M/1-PS ρ=0.7", Distribution.Exponential(Service));
        yield return Time("M/G/1-PS ρ=0.7, gamma", Distribution.Gamma(0.5, Service));

        TheoryRow Time(string name, Distribution service) => Row(
            name, "time in system, s", ClosedForms.SharingTime(arrivals, Mean),
            run.All(s => new SharingRun(arrivals, service, s, Warmup).Run(run.Length)), r => r);
    }

    private static IEnumerable<TheoryRow> Network(Runs run)
    {
        var model = new JacksonModel(Arrivals: 40, FirstServices: 100, SecondServices: 80, Onward: 0.6, Back: 0.5);
        var (first, second) = ClosedForms.JacksonRates(model.Arrivals, model.Onward, model.Back);
        var l1 = ClosedForms.Mm1Number(first, model.FirstServices);
        var l2 = ClosedForms.Mm1Number(second, model.SecondServices);
        var results = run.All(s => new JacksonRun(model, s, Warmup).Run(run.Length));
        yield return Row("Jackson, 2 nodes", "number at node 1", l1, results, r => r.FirstNumber);
        yield return Row("Jackson, 2 nodes", "number at node 2", l2, results, r => r.SecondNumber);
        yield return Row("Jackson, 2 nodes", "time in network, s", (l1 + l2) / model.Arrivals, results, r => r.Time);
    }

    private static TheoryRow Row<T>(
        string name, string quantity, double theory, T[] results, Func<T, double> measure) =>
        new(name, quantity, theory, Estimate.FromReplications([.. results.Select(measure)]));

    private sealed record Runs(ulong Seed, int Replications, Duration Length)
    {
        public QueueResult[] Queue(QueueModel model) =>
            [.. Enumerable.Range(0, Replications).Select(i => model.Run(Seed, i, Warmup, Length))];

        public T[] All<T>(Func<Simulation, T> one) =>
            [.. Enumerable.Range(0, Replications).Select(i => one(new Simulation(Seed, i)))];
    }
}
