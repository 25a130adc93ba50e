using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>The stub resolver of one process: makes walks, and keeps what outlives them.</summary>
public sealed class StubResolver
{
    private readonly Rotation _rotation;
    private readonly NodeChannel _channel;
    private readonly GlibcThread _mainThread = new();

    /// <param name="family">Whose walk.</param>
    /// <param name="resolvConf">The file's text, read as that family does.</param>
    /// <param name="random">For glibc's first rotation and Node's jitter.</param>
    public StubResolver(ResolverFamily family, string resolvConf, RandomStream random)
        : this(family, ResolvConf.Parse(resolvConf, family), random, firstServer: null)
    {
    }

    /// <param name="family">Whose walk.</param>
    /// <param name="conf">As that family reads it.</param>
    /// <param name="random">For glibc's first rotation and Node's jitter.</param>
    /// <param name="firstServer">Where rotation starts; null: where that family starts it.</param>
    public StubResolver(ResolverFamily family, ResolvConf conf, RandomStream random, int? firstServer)
    {
        ArgumentNullException.ThrowIfNull(random);
        (Family, Conf) = (family, conf);
        var isAnywhere = family == ResolverFamily.Glibc && conf.Rotate;
        _rotation = new Rotation(firstServer ?? (isAnywhere ? random.NextInt(conf.Servers.Length) : 0));
        _channel = new NodeChannel(conf.Servers.Length, random);
    }

    public ResolverFamily Family { get; }

    public ResolvConf Conf { get; }

    /// <summary>A walk that has not started yet.</summary>
    /// <param name="name">Not empty.</param>
    /// <param name="ipv4Only">A alone: AF_INET, or AI_ADDRCONFIG on a host without IPv6.</param>
    /// <param name="thread">Of the caller, in glibc; null: the process has one.</param>
    public DnsWalk Lookup(string name, bool ipv4Only = false, GlibcThread? thread = null) => Family switch
    {
        ResolverFamily.Glibc => new GlibcWalk(name, Conf, ipv4Only, thread ?? _mainThread, _rotation),
        ResolverFamily.Musl123 => new MuslWalk(name, Conf, ipv4Only, isNew: false),
        ResolverFamily.Musl125 => new MuslWalk(name, Conf, ipv4Only, isNew: true),
        ResolverFamily.Go => new GoWalk(name, Conf, ipv4Only, _rotation),
        ResolverFamily.Cares => new CaresWalk(name, Conf, ipv4Only, _rotation),
        _ => new NodeResolveWalk(name, Conf, _channel),
    };
}
