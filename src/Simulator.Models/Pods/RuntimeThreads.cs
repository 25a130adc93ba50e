namespace Simulator.Models.Pods;

/// <summary>The threads of a container that compete for CPU, as its language's runtime sizes them.</summary>
/// <param name="Workers">Threads that serve cpu work; with an event loop, those of its pool.</param>
/// <param name="HasEventLoop">One more thread, for all work that is not parallel.</param>
/// <remarks>
/// Garbage collectors, compilers and other helpers are not modelled. Sources: docs.libuv.org threadpool; Go runtime
/// cgroup_linux.go; OpenJDK CgroupSubsystem (8281181); .NET Environment.ProcessorCount.
/// </remarks>
public sealed record RuntimeThreads(int Workers, bool HasEventLoop = false)
{
    /// <summary>
    /// A blocking call keeps one of these threads from other work. Go's scheduler and a JVM's request threads have
    /// others for that.
    /// </summary>
    public bool BlocksOnCalls { get; init; } = true;

    /// <summary>All of them.</summary>
    public int Threads => HasEventLoop ? Workers + 1 : Workers;

    /// <summary>The event loop, and libuv's pool (UV_THREADPOOL_SIZE, 4 by default), whatever the limit.</summary>
    public static RuntimeThreads Node(int uvThreadpoolSize) => new(uvThreadpoolSize, HasEventLoop: true);

    /// <summary>
    /// GOMAXPROCS: the node's CPUs before 1.25; from then on no more than the limit rounded up, but at least two.
    /// </summary>
    public static RuntimeThreads Go(bool seesLimit, int nodeCpus, double? limitCores) => seesLimit
        ? Go(Math.Min(nodeCpus, Math.Max(2, Ceiling(limitCores) ?? nodeCpus)))
        : Go(nodeCpus);

    /// <summary>GOMAXPROCS as given.</summary>
    public static RuntimeThreads Go(int gomaxprocs) => new(gomaxprocs) { BlocksOnCalls = false };

    /// <summary>availableProcessors: the limit rounded up; requests count for nothing since 19.</summary>
    public static RuntimeThreads Jvm(int nodeCpus, double? limitCores) =>
        RoundedUp(nodeCpus, limitCores) with { BlocksOnCalls = false };

    /// <summary>ActiveProcessorCount as given.</summary>
    public static RuntimeThreads Jvm(int processors) => new(processors) { BlocksOnCalls = false };

    /// <summary>ProcessorCount: the limit rounded up.</summary>
    public static RuntimeThreads Dotnet(int nodeCpus, double? limitCores) => RoundedUp(nodeCpus, limitCores);

    private static RuntimeThreads RoundedUp(int nodeCpus, double? limitCores) =>
        new(Math.Min(nodeCpus, Math.Max(1, Ceiling(limitCores) ?? nodeCpus)));

    private static int? Ceiling(double? cores) => cores is { } c ? (int)Math.Min(int.MaxValue, Math.Ceiling(c)) : null;
}
