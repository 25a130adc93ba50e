namespace Simulator.Scenarios;

/// <summary>How many threads of a pod compete for CPU: a number, or the rules of a language's runtime.</summary>
public sealed record RuntimeSpec
{
    /// <summary>Given exactly when <see cref="Language"/> is null.</summary>
    public int? Threads { get; init; }

    public RuntimeLanguage? Language { get; init; }

    /// <summary>Of the language's runtime, such as 1.24 for go; null: the newest rules.</summary>
    public string? Version { get; init; }

    /// <summary>Node: UV_THREADPOOL_SIZE, libuv's default 4, at most 1024.</summary>
    public int UvThreadpoolSize { get; init; } = 4;

    /// <summary>Go: GOMAXPROCS; null: the runtime's rule.</summary>
    public int? Gomaxprocs { get; init; }

    /// <summary>JVM: -XX:ActiveProcessorCount; null: the runtime's rule.</summary>
    public int? ActiveProcessorCount { get; init; }

    /// <summary>.NET: DOTNET_PROCESSOR_COUNT; null: the runtime's rule.</summary>
    public int? ProcessorCount { get; init; }
}

/// <summary>Runtimes whose rules for the number of threads are known.</summary>
public enum RuntimeLanguage
{
    Node,
    Go,
    Jvm,
    Dotnet,
}
