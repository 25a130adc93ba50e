namespace Simulator.Tests.Commands;

/// <summary>Runs commands in a folder of their own, as a user would, and keeps what they said.</summary>
public sealed class CommandLine : IDisposable
{
    public const string Throttle = """
        apiVersion: sim/v1
        kind: Scenario
        metadata: {name: throttle, title: A throttled service}
        run: {duration: 20s, warmup: 1s, replications: 2, seed: 42}
        nodes:
          worker: {cpus: 2}
        services:
          pdf:
            resources: {limits: {cpu: 500m}}
            runtime: {threads: 2}
            endpoints:
              render:
                steps:
                  - {cpu: 40ms, parallelism: 2}
        clients:
          users:
            target: pdf/render
            arrival: {process: poisson, rate: 8/s}
        thresholds:
          pdf.render.latency: ["p99 < 100s"]
        variants:
          no-limit:
            unset: [services.pdf.resources.limits.cpu]
        """;

    public CommandLine() => File("scenario.yaml", Throttle);

    public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string Scenario => Path.Combine(Folder, "scenario.yaml");

    public string Results => Path.Combine(Folder, "results");

    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public int Invoke(params string[] args) => Invoke(CancellationToken.None, args);

    public int Invoke(CancellationToken cancel, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Cli.Invoke(args, Terminal.OfText(output, error), cancel);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary><c>run</c> of the scenario into <see cref="Results"/>, without plots.</summary>
    public int Run(params string[] args) => Invoke(["run", Scenario, "--out", Results, "--no-plots", .. args]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
