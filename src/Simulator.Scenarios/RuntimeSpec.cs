using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>How many threads of a pod compete for CPU: a number, or the rules of a language's runtime.</summary>
public sealed record RuntimeSpec
{
    /// <summary>Given exactly when <see cref="Language"/> is null.</summary>
    public int? Threads { get; init; }

    public RuntimeLanguage? Language { get; init; }

    /// <summary>Go: such as 1.24; .NET: 8, 9 or 10. Null: the newest rules.</summary>
    public string? Version { get; init; }

    /// <summary>Node: UV_THREADPOOL_SIZE, libuv's default 4, at most 1024.</summary>
    public int UvThreadpoolSize { get; init; } = 4;

    /// <summary>Go: GOMAXPROCS; null: the runtime's rule.</summary>
    public int? Gomaxprocs { get; init; }

    /// <summary>JVM: -XX:ActiveProcessorCount; null: the runtime's rule.</summary>
    public int? ActiveProcessorCount { get; init; }

    /// <summary>.NET: DOTNET_PROCESSOR_COUNT; null: the runtime's rule.</summary>
    public int? ProcessorCount { get; init; }

    private const string LanguageDoc = "Whose rules decide the number of threads.";

    private static Shape<RuntimeSpec> ByThreads { get; } = new ObjectShape<RuntimeSpec>(
        "runtimeThreads",
        "A fixed number of threads.",
        f => new RuntimeSpec
        {
            Threads = f.Required(
                "threads",
                Is.Int(1, 10_000, "more threads only wait for one another"),
                "Threads of one pod that serve requests."),
        });

    private static Shape<RuntimeSpec> Node { get; } = new ObjectShape<RuntimeSpec>(
        "runtimeNode",
        "Node.js: one event loop, and libuv's pool for parallel steps.",
        f =>
        {
            f.Tag("language", "node", LanguageDoc);
            return new RuntimeSpec
            {
                Language = RuntimeLanguage.Node,
                UvThreadpoolSize = f.Optional(
                    "uvThreadpoolSize", Is.Int(1, 1024, "libuv's own bound"), 4,
                    "UV_THREADPOOL_SIZE: threads of libuv's pool."),
            };
        });

    private static Shape<RuntimeSpec> Go { get; } = new ObjectShape<RuntimeSpec>(
        "runtimeGo",
        "Go: the node's CPUs before 1.25, from then on the limit rounded up, at least 2.",
        f =>
        {
            f.Tag("language", "go", LanguageDoc);
            return new RuntimeSpec
            {
                Language = RuntimeLanguage.Go,
                Version = f.Maybe(
                    "version", Is.Version<string>(t => t, t => t), "Of the runtime. Default: the newest rules."),
                Gomaxprocs = f.MaybeValue("gomaxprocs", Is.Int(1, 1024), "GOMAXPROCS. Default: the runtime's rule."),
            };
        });

    private static Shape<RuntimeSpec> Jvm { get; } = new ObjectShape<RuntimeSpec>(
        "runtimeJvm",
        "JVM: the limit rounded up.",
        f =>
        {
            f.Tag("language", "jvm", LanguageDoc);
            return new RuntimeSpec
            {
                Language = RuntimeLanguage.Jvm,
                ActiveProcessorCount = f.MaybeValue(
                    "activeProcessorCount", Is.Int(1, 1024), "-XX:ActiveProcessorCount. Default: the runtime's rule."),
            };
        });

    private static Shape<RuntimeSpec> Dotnet { get; } = new ObjectShape<RuntimeSpec>(
        "runtimeDotnet",
        ".NET: the limit rounded up, at most the node's CPUs.",
        f =>
        {
            f.Tag("language", "dotnet", LanguageDoc);
            return new RuntimeSpec
            {
                Language = RuntimeLanguage.Dotnet,
                Version = f.Maybe(
                    "version", Is.Version(ParseDotnet, t => t, DotnetVersions),
                    "Before 10 a program without a handler ends at SIGTERM by itself. Default: 10."),
                ProcessorCount = f.MaybeValue(
                    "processorCount", Is.Int(1, 1024), "DOTNET_PROCESSOR_COUNT. Default: the runtime's rule."),
            };
        });

    private static string[] DotnetVersions => ["8", "9", "10"];

    private static Parsed<string> ParseDotnet(string text) => DotnetVersions.Contains(text)
        ? text
        : new Mistake("wrong-value", $"{Quote.Of(text)} is not one of {string.Join(" | ", DotnetVersions)}");

    private static Func<Node, NodePath, ReadContext, Shape<RuntimeSpec>?> ByLanguage { get; } = UnionShape.ByTag(
        "language", "{threads: 6} or {language: go}", ("node", Node), ("go", Go), ("jvm", Jvm), ("dotnet", Dotnet));

    /// <param name="f">Of the service.</param>
    /// <param name="runtime">The same again, for what depends on it; null while declaring or after a mistake.</param>
    internal static RuntimeSpec Bind(Fields f, out RuntimeSpec? runtime) => runtime = f.Required(
        "runtime", Shape, "How many threads of a pod compete for CPU: {threads: 6} or {language: go}.");

    internal static Shape<RuntimeSpec> Shape { get; } = new UnionShape<RuntimeSpec>(
        "runtime", "How many threads of a pod compete for CPU.", [ByThreads, Node, Go, Jvm, Dotnet])
    {
        Choose = (node, path, cx) =>
        {
            if (node is not MapNode map || map.FindEntry("language") is null) return ByThreads;
            if (map.FindEntry("threads") is not { } threads) return ByLanguage(node, path, cx);
            cx.Error(threads.KeyPosition, "one-of", path, "give threads or a language, not both");
            return null;
        },
    };
}

/// <summary>Runtimes whose rules for the number of threads are known.</summary>
public enum RuntimeLanguage
{
    Node,
    Go,
    Jvm,
    Dotnet,
}
