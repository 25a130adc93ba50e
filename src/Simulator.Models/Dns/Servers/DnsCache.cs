using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>
/// CoreDNS's cache plugin: successes and denials apart, each in 256 shards (plugin/cache, plugin/pkg/cache).
/// </summary>
public sealed class DnsCache(DnsCacheOptions options, RandomStream random)
{
    private readonly Shards _success = new(options.Capacity, random);
    private readonly Shards _denial = new(options.Capacity, random);

    public long HitsSuccess { get; private set; }

    public long HitsDenial { get; private set; }

    public long Misses { get; private set; }

    /// <summary>Outdated ones that nothing has replaced are among them, as in coredns_cache_entries.</summary>
    public int EntriesSuccess => _success.Count;

    /// <inheritdoc cref="EntriesSuccess"/>
    public int EntriesDenial => _denial.Count;

    /// <summary>Null: nothing fresh.</summary>
    /// <param name="question">Whose answer.</param>
    /// <param name="now">An entry is fresh until its time.</param>
    /// <param name="counts">Count it: false in the warm-up.</param>
    public DnsAnswer? Find(in DnsQuestion question, SimTime now, bool counts)
    {
        if (_denial.Find(question, now) is { } denial)
        {
            if (counts) HitsDenial++;
            return denial;
        }

        if (_success.Find(question, now) is { } success)
        {
            if (counts) HitsSuccess++;
            return success;
        }

        if (counts) Misses++;
        return null;
    }

    public void Keep(in DnsQuestion question, DnsAnswer answer, SimTime now)
    {
        switch (answer.Reply.Rcode)
        {
            case DnsRcode.NoError when !answer.IsDenial:
                Keep(_success, question, answer, options.Success, now);
                break;
            case DnsRcode.NoError or DnsRcode.NxDomain:
                Keep(_denial, question, answer, options.Denial, now);
                break;
            case DnsRcode.ServFail when options.Denial > Duration.Zero:
                _denial.Keep(question, answer, now + DnsCacheOptions.ServFail);
                break;
        }
    }

    private static void Keep(Shards shards, in DnsQuestion question, DnsAnswer answer, Duration most, SimTime now)
    {
        if (most <= Duration.Zero) return;
        var least = DnsCacheOptions.LeastTtl < most ? DnsCacheOptions.LeastTtl : most;
        var ttl = answer.Ttl < least ? least : answer.Ttl > most ? most : answer.Ttl;
        shards.Keep(question, answer, now + ttl);
    }

    /// <summary>A full shard loses any of its entries to a new one.</summary>
    private sealed class Shards(int capacity, RandomStream random)
    {
        private const int Number = 256;

        private readonly int _each = Math.Max(1, capacity / Number);
        private readonly Shard[] _shards = [.. Enumerable.Range(0, Number).Select(_ => new Shard())];

        public int Count => _shards.Sum(s => s.Keys.Count);

        public DnsAnswer? Find(in DnsQuestion question, SimTime now) =>
            ShardOf(question).Entries.TryGetValue((question.Name, question.Type), out var entry) && now < entry.Until
                ? entry.Answer with { Ttl = entry.Until - now }
                : null;

        public void Keep(in DnsQuestion question, DnsAnswer answer, SimTime until)
        {
            var shard = ShardOf(question);
            var key = (question.Name, question.Type);
            if (!shard.Entries.ContainsKey(key))
            {
                if (shard.Keys.Count < _each)
                {
                    shard.Keys.Add(key);
                }
                else
                {
                    var victim = random.NextInt(shard.Keys.Count);
                    shard.Entries.Remove(shard.Keys[victim]);
                    shard.Keys[victim] = key;
                }
            }

            shard.Entries[key] = (answer, until);
        }

        // FNV-1a, as the plugin's key: the same in every process, unlike a string's own hash.
        private Shard ShardOf(in DnsQuestion question)
        {
            var hash = 14695981039346656037UL ^ (ulong)question.Type;
            foreach (var c in question.Name) hash = (hash ^ c) * 1099511628211UL;
            return _shards[hash % Number];
        }
    }

    private sealed class Shard
    {
        public Dictionary<(string Name, RecordType Type), (DnsAnswer Answer, SimTime Until)> Entries { get; } = [];

        public List<(string Name, RecordType Type)> Keys { get; } = [];
    }
}

/// <summary>The longest times, and how many entries of each kind (plugin/cache/README.md).</summary>
public sealed record DnsCacheOptions
{
    /// <summary>Zero: none are kept. The Corefile's <c>cache 30</c>.</summary>
    public Duration Success { get; init; } = Duration.FromSeconds(30);

    /// <summary>Zero: none are kept.</summary>
    public Duration Denial { get; init; } = Duration.FromSeconds(30);

    /// <summary>Of each kind.</summary>
    public int Capacity { get; init; } = 9984;

    /// <summary>A shorter TTL counts as this one.</summary>
    public static Duration LeastTtl => Duration.FromSeconds(5);

    /// <summary>How long a SERVFAIL is kept.</summary>
    public static Duration ServFail => Duration.FromSeconds(5);
}
