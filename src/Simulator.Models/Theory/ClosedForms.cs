namespace Simulator.Models.Theory;

/// <summary>Steady states that mathematics knows exactly; rates per second, times in seconds.</summary>
/// <remarks>Kleinrock, Queueing Systems I (1975): M/M/c, M/M/c/K and Pollaczek–Khinchine; Jackson 1957 for
/// networks.</remarks>
public static class ClosedForms
{
    /// <summary>M/M/1: mean time in the system.</summary>
    public static double Mm1Time(double arrivals, double services) => 1 / (services - arrivals);

    /// <summary>M/M/1: mean number in the system.</summary>
    public static double Mm1Number(double arrivals, double services) =>
        arrivals / services / (1 - (arrivals / services));

    /// <summary>
    /// Share of customers that c servers without a waiting room turn away, at an offered load in erlangs.
    /// </summary>
    public static double ErlangB(int servers, double load)
    {
        var blocked = 1.0;
        for (var c = 1; c <= servers; c++) blocked = load * blocked / (c + (load * blocked));
        return blocked;
    }

    /// <summary>Share of customers that have to wait for one of c servers, at an offered load in erlangs.</summary>
    public static double ErlangC(int servers, double load)
    {
        var blocked = ErlangB(servers, load);
        return blocked / (1 - (load / servers * (1 - blocked)));
    }

    /// <summary>M/M/c: mean time in the queue.</summary>
    public static double MmcWait(int servers, double arrivals, double services) =>
        ErlangC(servers, arrivals / services) / ((servers * services) - arrivals);

    /// <summary>M/M/c/K: the probability of each number in the system, 0 to K.</summary>
    public static double[] MmckStates(int servers, int places, double arrivals, double services)
    {
        var p = new double[places + 1];
        p[0] = 1;
        for (var n = 1; n <= places; n++) p[n] = p[n - 1] * arrivals / (services * Math.Min(n, servers));
        var total = p.Sum();
        return [.. p.Select(x => x / total)];
    }

    /// <summary>M/G/1 by Pollaczek and Khinchine: mean time in the queue.</summary>
    /// <param name="arrivals">Rate.</param>
    /// <param name="mean">Of the service time.</param>
    /// <param name="squaredVariation">Variance over squared mean of the service time: 0 for M/D/1, 1 for M/M/1.</param>
    public static double Mg1Wait(double arrivals, double mean, double squaredVariation) =>
        arrivals * mean * mean * (1 + squaredVariation) / (2 * (1 - (arrivals * mean)));

    /// <summary>M/G/1 with processor sharing: mean time in the system, whatever the law of the service time.</summary>
    public static double SharingTime(double arrivals, double mean) => mean / (1 - (arrivals * mean));

    /// <summary>
    /// Total arrival rates of two nodes with feedback: 1 sends a share on to 2, 2 sends a share back to 1.
    /// </summary>
    public static (double First, double Second) JacksonRates(double arrivals, double onward, double back)
    {
        var first = arrivals / (1 - (onward * back));
        return (first, first * onward);
    }
}
