namespace Simulator.Scenarios.Language;

/// <summary>Finds what a misspelt name was meant to be.</summary>
public static class Suggestion
{
    private const int LongestCompared = 48;

    // What neighbouring tools call the same thing: k6, locust, wrk, fortio, Hikari, kubectl.
    private static readonly (string Foreign, string Ours)[] Synonyms =
    [
        ("instances", "replicas"), ("pods", "replicas"), ("scale", "replicas"), ("vus", "concurrency"),
        ("users", "concurrency"), ("connections", "concurrency"), ("rps", "rate"), ("qps", "rate"),
        ("sleep", "wait"), ("latency", "wait"), ("delay", "wait"), ("cores", "cpus"), ("vcpus", "cpus"),
        ("cpu", "cpus"), ("workers", "threads"), ("pool", "threads"), ("interval", "every"), ("avg", "mean"),
        ("average", "mean"), ("stddev", "sigma"), ("pause", "think"), ("type", "process"), ("executor", "process"),
        ("type", "distribution"), ("endpoint", "target"), ("url", "target"), ("deadline", "timeout"),
        ("cfsBandwidthSlice", "bandwidthSlice"), ("cpuCfsQuotaPeriod", "cpuCFSQuotaPeriod"), ("repeat", "replications"),
        ("search", "searches"), ("nameserver", "nameservers"), ("lookup", "dns"), ("resolve", "dns"), ("http", "call"),
        ("nodelocal", "nodeLocal"), ("nodeLocalDns", "nodeLocal"), ("max_concurrent", "maxConcurrent"),
        ("entrypoint", "command"), ("cmd", "command"), ("args", "command"), ("gracePeriod", "gracePeriodSeconds"),
        ("grace", "terminationGracePeriodSeconds"), ("deploy", "rollout"), ("restart", "rollout"),
        ("killPod", "killPods"), ("deletePods", "killPods"), ("crash", "killContainers"), ("drain", "loseNode"),
        ("brownout", "slowDown"), ("duration", "for"),
    ];

    /// <summary>" Did you mean 'x'?", or the whole choice when nothing is near and it is short, or nothing.</summary>
    public static string For(string name, IEnumerable<string> known)
    {
        var choice = known.ToList();
        if (Near(name, choice) is { Length: > 0 } near) return near;
        if (choice.Count is 0 or > 16) return "";
        return choice.Count == 1
            ? $" The only one here is {Quote.Of(choice[0])}."
            : $" Known here: {string.Join(", ", choice.Select(Quote.Clean))}.";
    }

    /// <summary>" Did you mean 'x'?", or nothing.</summary>
    public static string Near(string name, IEnumerable<string> known) =>
        Nearest(name, [.. known]) is { } near ? $" Did you mean {Quote.Of(near)}?" : "";

    private static string? Nearest(string name, List<string> known)
    {
        if (name.Length > LongestCompared) return null;
        foreach (var k in known)
            if (string.Equals(k, name, StringComparison.OrdinalIgnoreCase)) return k;
        foreach (var (foreign, ours) in Synonyms)
            if (foreign == name && known.Contains(ours)) return ours;

        var best = (Name: (string?)null, Distance: Math.Max(1, name.Length / 3) + 1);
        foreach (var k in known)
        {
            if (k.Length > LongestCompared) continue;
            var distance = Distance(name, k);
            if (distance < best.Distance) best = (k, distance);
        }

        return best.Name;
    }

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, now) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                now[j] = Math.Min(substitute, Math.Min(last[j], now[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
            }

            (before, last, now) = (last, now, before);
        }

        return last[b.Length];
    }
}
