using Simulator.Kernel;
using Simulator.Models.Dns.Kubelet;
using Simulator.Scenarios;
using Simulator.Scenarios.Results;
using Xunit;

namespace Simulator.Tests.Dns.Servers;

/// <summary>Lookups of pods through a whole world, against closed forms.</summary>
public class LookupWorldTests
{
    private static readonly DnsOptionSpec Ndots1 = new("ndots", "1");

    [Theory]
    [InlineData("api.stripe.com", 10)]    // 2 (S + 1) with S = 4
    [InlineData("api.stripe.com.", 2)]
    [InlineData("nobody", 10)]
    [InlineData("payments.billing", 4)]   // 2 k at the second suffix
    [InlineData("api", 2)]                // at the first
    public void QueriesPerLookupFollowTheClosedForms(string host, int queries)
    {
        var sketch = new LookupSketch
        {
            Host = host,
            Dns = new DnsSpec
            {
                Hosts = NameMap.Of(
                    ("payments.billing.svc.cluster.local", new DnsHostSpec()),
                    ("nobody", new DnsHostSpec { Answer = DnsHostAnswer.NxDomain })),
            },
        };
        var lookups = sketch.Lookups();
        Assert.Equal(lookups.Lookups * queries, lookups.Queries);
        Assert.Equal(lookups.Lookups * 2, lookups.Needed);
        Assert.Equal(host == "nobody" ? 0 : lookups.Lookups, lookups.Outcomes["found"]);
        Assert.Equal(lookups.Queries, lookups.ByName.Sum(q => q.Count));
    }

    [Theory]
    [InlineData("go")]
    [InlineData("glibc")]
    [InlineData("musl-1.2.5")]
    [InlineData("c-ares")]
    public void EveryQueryIsCountedUnderTheDomainItTried(string resolver)
    {
        var byName = new LookupSketch { Resolver = resolver }.Lookups().ByName;
        string[] domains = ["default.svc.cluster.local", "svc.cluster.local", "cluster.local", "ec2.internal", "as is"];
        Assert.Equal(domains, byName.Select(q => q.Suffix).Distinct());
        Assert.All(byName.Where(q => q.Suffix != "as is"), q => Assert.Equal("NXDOMAIN", q.Reply));
    }

    [Fact]
    public void FewerDotsWantedAndOneFamilyAskLess()
    {
        var eks = new LookupSketch();
        Assert.Equal(2, PerLookup(eks with { Config = new DnsConfigSpec { Options = [Ndots1] } }));
        Assert.Equal(5, PerLookup(eks with
        {
            Resolver = "glibc", Config = new DnsConfigSpec { Options = [new DnsOptionSpec("no-aaaa", null)] },
        }));
        Assert.Equal(8, PerLookup(eks with { NodeSearches = [] }));
        Assert.Equal(2, PerLookup(eks with { Dns = new DnsSpec { CoreDns = new CoreDnsSpec { Autopath = true } } }));
        Assert.Equal(2, PerLookup(eks with
        {
            Policy = DnsPolicy.None, Config = new DnsConfigSpec { Nameservers = ["10.0.0.2"] },
        }));
    }

    [Theory]
    [InlineData("go", 0.01, "api.stripe.com", 10)]
    [InlineData("go", 0.01, "api.stripe.com.", 2)]
    [InlineData("go", 0.001, "api.stripe.com", 10)]
    public void ALostPacketIsOnlyAsRareAsTheQueriesAreFew(string resolver, double loss, string host, int queries)
    {
        var lookups = new LookupSketch
        {
            Host = host,
            Resolver = resolver,
            Rate = 100,
            Seconds = 200,
            Dns = new DnsSpec { Network = new DnsNetworkSpec { Loss = loss } },
        }.Lookups();
        var expected = 1 - Math.Pow(1 - loss, queries);
        var deviation = Math.Sqrt(expected * (1 - expected) / lookups.Lookups);
        Assert.Equal(expected, (double)lookups.TimedOut / lookups.Lookups, 3.5 * deviation);
    }

    [Fact]
    public void NodesPoolIsAnMM2Queue()
    {
        // One query, no CPU to speak of, an exponential time to its answer: two servers of 20 ms, 70 lookups/s.
        var mean = Duration.FromMilliseconds(20);
        var sketch = new LookupSketch
        {
            Host = "api.stripe.com.",
            Policy = DnsPolicy.None,
            Config = new DnsConfigSpec
            {
                Nameservers = ["10.0.0.2"], Options = [new DnsOptionSpec("no-aaaa", null)],
            },
            Runtime = new RuntimeSpec { Language = RuntimeLanguage.Node },
            Rate = 70,
            Seconds = 1_500,
            Dns = new DnsSpec
            {
                Upstream = new UpstreamDnsSpec
                {
                    Latency = new DistributionSpec<Duration> { Law = DistributionLaw.Exponential, Mean = mean },
                },
            },
        };
        var measured = Enumerable.Range(0, 4)
            .Select(r => sketch.Run(r).Latencies["api.dns.latency"].Measured.Mean.TotalSeconds).ToList();
        var estimate = Estimate.FromReplications(measured);
        // Erlang C for two servers: a² / (2 - a) / (1 + a + a² / (2 - a)), with a = 1.4.
        const double a = 1.4;
        const double wait = a * a / (2 - a) / (1 + a + (a * a / (2 - a)));
        var theory = 0.020 + (wait * 0.020 / (2 - a));
        Assert.Equal(theory, estimate.Mean, Math.Max(0.0005, 1.5 * estimate.HalfWidth));
        Assert.InRange(estimate.HalfWidth, 0, 0.1 * theory);
    }

    [Theory]
    [InlineData(Libc.Glibc, 5.0)]
    [InlineData(Libc.Musl125, 2.5)]
    public void TheLoserOfAConntrackRaceWaitsForItsResolversTimeout(Libc libc, double seconds)
    {
        var run = new LookupSketch
        {
            Host = "api.stripe.com.",
            Libc = libc,
            Runtime = new RuntimeSpec { Language = RuntimeLanguage.Jvm },
            Resolver = "glibc",
            Dns = new DnsSpec { Network = new DnsNetworkSpec { ConntrackRace = 0.2 } },
        }.Run();
        var lookups = run.Dns!.Services["api"];
        Assert.InRange((double)lookups.TimedOut / lookups.Lookups, 0.17, 0.23);
        Assert.InRange(run.Latencies["api.dns.latency"].Measured.Quantile(0.9).TotalSeconds, seconds, seconds + 0.01);
        Assert.Equal(lookups.Lookups, lookups.Outcomes["found"]);
    }

    [Fact]
    public void AThreadThatLostOneReplyAsksOneAfterTheOtherForGoodAndRacesNoMore()
    {
        var lookups = new LookupSketch
        {
            Host = "api.stripe.com.",
            Runtime = new RuntimeSpec { Language = RuntimeLanguage.Node },
            Rate = 50,
            Seconds = 400,
            Dns = new DnsSpec { Network = new DnsNetworkSpec { ConntrackRace = 0.5 } },
        }.Lookups();
        Assert.Equal(4, lookups.TimedOut);   // the four threads of libuv's pool, once each
    }

    [Fact]
    public void SeparatePortsAndTcpDoNotRace()
    {
        var racing = new DnsSpec { Network = new DnsNetworkSpec { ConntrackRace = 0.5 } };
        Assert.Equal(0, new LookupSketch { Dns = racing }.Lookups().TimedOut);
        var options = new DnsConfigSpec { Options = [new DnsOptionSpec("use-vc", null)] };
        Assert.Equal(0, new LookupSketch { Dns = racing, Resolver = "glibc", Config = options }.Lookups().TimedOut);
        var cached = racing with { NodeLocal = new NodeLocalDnsSpec() };
        Assert.Equal(0, new LookupSketch { Dns = cached, Resolver = "glibc" }.Lookups().TimedOut);
    }

    [Fact]
    public void AThrottledPodReadsItsRepliesLate()
    {
        // 50m are 5 ms a period, and four users burn all of it: who waits for a reply reads it when there is quota.
        var sketch = new LookupSketch
        {
            Resolver = "glibc",
            Runtime = new RuntimeSpec { Threads = 4 },
            Concurrency = 4,
            Before = [new CpuStepSpec { Cpu = DistributionSpec.Constant(Duration.FromMilliseconds(20)) }],
        };
        Assert.InRange(Median(sketch), 2, 6);
        Assert.InRange(Median(sketch with { Limit = 50 }), 30, 2_000);

        static double Median(LookupSketch sketch) =>
            sketch.Run().Latencies["api.dns.latency"].Measured.Quantile(0.5).TotalMilliseconds;
    }

    [Fact]
    public void AThrottledCoreDnsAnswersLateAndInTheEndDropsWhatItsSocketCannotHold()
    {
        var dns = new DnsSpec
        {
            CoreDns = new CoreDnsSpec
            {
                Replicas = 1,
                Resources = new ResourcesSpec { Limits = new ResourceListSpec { Cpu = new CpuQuantity(50) } },
            },
        };
        // 20 lookups/s are 200 queries/s, 11 ms of CPU a second; 200 lookups/s would need 112 ms, and it has 50.
        var server = new LookupSketch { Dns = dns }.Run().Dns!.Servers[0];
        Assert.Equal(0, server.Dropped);
        Assert.Equal(server.RequestsA + server.RequestsAaaa, server.Queries.Sum());
        Assert.True(new LookupSketch { Dns = dns, Rate = 400 }.Run().Dns!.Servers[0].Dropped > 1000);
    }

    [Fact]
    public void WhatOneHopForwardsTheNextOneReceives()
    {
        foreach (var dns in new[] { new DnsSpec(), new DnsSpec { NodeLocal = new NodeLocalDnsSpec() } })
        {
            var run = new LookupSketch { Host = "*.example.com", Names = 500, Dns = dns, Rate = 100 }.Run().Dns!;
            var forwarded = run.Servers.Where(s => s.Hop != DnsHop.Upstream).Sum(s => s.Forwarded);
            var first = dns.NodeLocal is null ? DnsHop.CoreDns : DnsHop.NodeLocal;
            var later = run.Servers.Where(s => s.Hop != first).Sum(s => s.Queries.Sum());
            Assert.Equal(forwarded, later);
            var arrived = run.Servers.Where(s => s.Hop == first).Sum(s => s.Queries.Sum());
            Assert.InRange(run.Services["api"].Queries - arrived, -20, 0);
        }
    }

    [Fact]
    public void JavaLooksANameUpOncePerLifeOfItsCacheHoweverManyAsk()
    {
        var lookups = new LookupSketch
        {
            Runtime = new RuntimeSpec { Language = RuntimeLanguage.Jvm },
            Rate = 500,
            Seconds = 95,
            Dns = new DnsSpec
            {
                Upstream = new UpstreamDnsSpec { Latency = DistributionSpec.Constant(Duration.FromMilliseconds(300)) },
            },
        }.Lookups();
        Assert.Equal(4, lookups.Lookups);   // at 0, 30, 60 and 90 s
        Assert.InRange(lookups.FromCache, 46_000, 49_000);
    }

    [Fact]
    public void AHostOfAStepThatAGlobDescribesIsAsTheGlobSays()
    {
        var lookups = new LookupSketch
        {
            Host = "db.corp.example",
            Dns = new DnsSpec
            {
                Hosts = NameMap.Of(("*.corp.example", new DnsHostSpec { Answer = DnsHostAnswer.ServFail })),
            },
        }.Lookups();
        Assert.Equal(0, lookups.Outcomes["found"]);
    }

    [Fact]
    public void TheServicesAddressIsTheClustersOwn()
    {
        var eks = new LookupSketch
        {
            Policy = DnsPolicy.None, Config = new DnsConfigSpec { Nameservers = ["172.20.0.10"] },
        };
        Assert.Equal(0, Asked(eks));
        Assert.True(Asked(eks with { Dns = new DnsSpec { ClusterIp = "172.20.0.10" } }) > 0);

        static long Asked(LookupSketch sketch) =>
            sketch.Run().Dns!.Servers.Where(s => s.Hop == DnsHop.CoreDns).Sum(s => s.RequestsA);
    }

    [Fact]
    public void ALineThatMuslIgnoresForItsLengthIsSaidAndLeavesOnlyTheNameItself()
    {
        var domains = Enumerable.Range(0, 20).Select(i => $"domain-{i}.corp.example");
        var alpine = new LookupSketch
        {
            Runtime = new RuntimeSpec { Threads = 4 },
            Config = new DnsConfigSpec { Searches = [.. domains] },
            Libc = Libc.Musl125,
        };
        Assert.Contains("line 1", Assert.Single(alpine.Lookups().Remarks), StringComparison.Ordinal);
        Assert.Equal(2, PerLookup(alpine));
        Assert.Equal(50, PerLookup(alpine with { Libc = Libc.Glibc }));
    }

    [Fact]
    public void DomainsThatTheKubeletCutsOffAreSaidAndNotAsked()
    {
        var domains = new DnsConfigSpec { Searches = [.. Enumerable.Range(0, 32).Select(i => $"d{i}.example")] };
        var lookups = new LookupSketch { Config = domains }.Lookups();
        Assert.StartsWith("DNSConfigForming", Assert.Single(lookups.Remarks), StringComparison.Ordinal);
        Assert.Equal(lookups.Lookups * 2 * 33, lookups.Queries);
    }

    private static double PerLookup(LookupSketch sketch)
    {
        var lookups = sketch.Lookups();
        return (double)lookups.Queries / lookups.Lookups;
    }
}
