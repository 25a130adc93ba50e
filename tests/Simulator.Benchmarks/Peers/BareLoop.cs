namespace Simulator.Benchmarks.Peers;

/// <summary>
/// The strong baseline: no engine at all, the library's PriorityQueue, a flat switch, a queue of arrival times.
/// </summary>
public static class BareLoop
{
    private const int Arrival = 0, Departure = 1;

    public static Mm1Result Run(long customers, ulong seed)
    {
        var (arrivals, services) = (Mm1.Arrivals(seed), Mm1.Services(seed));
        double service = Mm1.Service.Nanoseconds, between = Mm1.BetweenArrivals.Nanoseconds;
        var calendar = new PriorityQueue<int, double>();
        var queue = new Queue<double>();
        long arrived = 0, served = 0;
        var sum = 0.0;
        calendar.Enqueue(Arrival, arrivals.NextExponential(between));
        while (served < customers)
        {
            calendar.TryDequeue(out var kind, out var now);
            switch (kind)
            {
                case Arrival:
                    queue.Enqueue(now);
                    if (queue.Count == 1) calendar.Enqueue(Departure, now + services.NextExponential(service));
                    if (++arrived < customers) calendar.Enqueue(Arrival, now + arrivals.NextExponential(between));
                    break;
                case Departure:
                    sum += now - queue.Dequeue();
                    served++;
                    if (queue.Count > 0) calendar.Enqueue(Departure, now + services.NextExponential(service));
                    break;
            }
        }

        return new Mm1Result(sum / served / 1e6, null);
    }

    /// <summary>The same with one sift where an event has a successor of its own kind.</summary>
    public static Mm1Result RunReplacing(long customers, ulong seed)
    {
        var (arrivals, services) = (Mm1.Arrivals(seed), Mm1.Services(seed));
        double service = Mm1.Service.Nanoseconds, between = Mm1.BetweenArrivals.Nanoseconds;
        var calendar = new PriorityQueue<int, double>();
        var queue = new Queue<double>();
        long arrived = 0, served = 0;
        var sum = 0.0;
        calendar.Enqueue(Arrival, arrivals.NextExponential(between));
        while (served < customers)
        {
            calendar.TryPeek(out var kind, out var now);
            switch (kind)
            {
                case Arrival:
                    queue.Enqueue(now);
                    if (++arrived < customers)
                        calendar.DequeueEnqueue(Arrival, now + arrivals.NextExponential(between));
                    else
                        calendar.Dequeue();
                    if (queue.Count == 1) calendar.Enqueue(Departure, now + services.NextExponential(service));
                    break;
                case Departure:
                    sum += now - queue.Dequeue();
                    served++;
                    if (queue.Count > 0)
                        calendar.DequeueEnqueue(Departure, now + services.NextExponential(service));
                    else
                        calendar.Dequeue();
                    break;
            }
        }

        return new Mm1Result(sum / served / 1e6, null);
    }
}
