using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Models.Recording;

namespace Simulator.Models.Pods;

/// <summary>One thing a request does.</summary>
public sealed record Step
{
    public required StepKind Kind { get; init; }

    /// <summary>CPU time of all its tasks together, or the time that passes: none of a lookup alone.</summary>
    public required Distribution Length { get; init; }

    /// <summary>How people call it: its name, or what it does and its place among the steps.</summary>
    public string Label { get; init; } = "";

    public int Parallelism { get; init; } = 1;

    /// <summary>Whose address is looked up first; null: nobody's.</summary>
    public HostName? Host { get; init; }

    /// <summary>Share of calls that find an open connection, and look nothing up.</summary>
    public double KeepAlive { get; init; }

    /// <summary>What it asks of a database; null: nothing.</summary>
    public QueryStep? Query { get; init; }

    /// <summary>From the step's start to the end of its last task; null where nobody asked.</summary>
    public LatencyRecorder? Latency { get; init; }

    /// <summary>One task, from its pick-up by a thread to its end; null where nobody asked.</summary>
    public LatencyRecorder? Tasks { get; init; }
}

/// <summary>What a step does.</summary>
public enum StepKind
{
    /// <summary>Burns CPU time.</summary>
    Cpu,

    /// <summary>Lets time pass; with a host, after a lookup unless the connection is open.</summary>
    Wait,

    /// <summary>Asks a database, over a connection of one of the pod's pools.</summary>
    Query,
}
