using System.Collections.Immutable;
using Simulator.Kernel;
using Simulator.Models.Dns.Kubelet;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;

namespace Simulator.Tests.Dns.Servers;

/// <summary>A service that only looks a name up, on EKS's resolv.conf; tests change what they are about.</summary>
internal sealed record LookupSketch
{
    public string Host { get; init; } = "api.stripe.com";

    public int Names { get; init; } = 1;

    public DnsPolicy Policy { get; init; } = DnsPolicy.ClusterFirst;

    public DnsConfigSpec Config { get; init; } = new();

    public ImmutableArray<string> NodeSearches { get; init; } = ["ec2.internal"];

    public RuntimeSpec Runtime { get; init; } = new() { Language = RuntimeLanguage.Go };

    public string? Resolver { get; init; }

    public Libc Libc { get; init; }

    public DnsSpec Dns { get; init; } = new();

    public double Rate { get; init; } = 20;

    public int? Concurrency { get; init; }

    public double Seconds { get; init; } = 100;

    public long? Limit { get; init; }

    public ImmutableArray<StepSpec> Before { get; init; } = [];

    public ReplicationResult Run(int replication = 0)
    {
        var world = WorldBuilder.Build(Build(), replication, keepRequests: true);
        world.RunUntil(world.Plan.To, CancellationToken.None);
        return world.Finish();
    }

    /// <summary>The lookups of the service.</summary>
    public DnsLookupsResult Lookups() => Run().Dns!.Services["api"];

    public Scenario Build() => new()
    {
        Metadata = new MetadataSpec { Name = "lookups" },
        Run = new RunSpec { Duration = Duration.FromSeconds(Seconds) },
        Nodes = NameMap.Of(("worker", new NodePoolSpec
        {
            Cpus = 4,
            Count = 2,
            ResolvConf = new DnsConfigSpec { Nameservers = ["10.0.0.2"], Searches = NodeSearches },
        })),
        Dns = Dns,
        Services = NameMap.Of(("api", new ServiceSpec
        {
            Node = "worker",
            Runtime = Runtime,
            Resources = new ResourcesSpec
            {
                Limits = new ResourceListSpec { Cpu = Limit is { } limit ? new CpuQuantity(limit) : null },
            },
            Dns = new PodDnsSpec { DnsPolicy = Policy, DnsConfig = Config, Resolver = Resolver, Libc = Libc },
            Endpoints = NameMap.Of(("get", new EndpointSpec
            {
                Steps = [.. Before, new DnsStepSpec { Host = Host, Names = Names }],
            })),
        })),
        Clients = NameMap.Of(("web", new ClientSpec
        {
            Target = new EndpointRef("api", "get"),
            Arrival = Concurrency is null ? new RateArrivalSpec { IsPoisson = true, Rate = new Rate(Rate) } : null,
            Concurrency = Concurrency,
            Think = DistributionSpec.Constant(Duration.Zero),
        })),
    };
}
