using BenchmarkDotNet.Running;
using Simulator.Benchmarks;
using Simulator.Benchmarks.Peers;

// peers: side by side with a bare loop and SimPy; fuzz: mutated scenarios; fuzz-dns: stub resolvers; fuzz-signals:
// commands; kill-sweep: sweeps that are killed; size-versus-sweep: the smallest limit by search and by trying all;
// coverage: intervals of a known difference; anything else goes to BenchmarkDotNet (--filter '*Hold*', --list flat).
return args switch
{
    ["peers", .. var rest] => PeersCommand.Run(rest),
    ["fuzz", .. var rest] => Fuzz.Run(rest),
    ["fuzz-dns", .. var rest] => DnsFuzz.Run(rest),
    ["fuzz-signals", .. var rest] => SignalsFuzz.Run(rest),
    ["kill-sweep", .. var rest] => KillSweep.Run(rest),
    ["fuzz-worlds", .. var rest] => WorldFuzz.Run(rest),
    ["coverage", .. var rest] => Coverage.Run(rest),
    ["size-versus-sweep", .. var rest] => SizeVersusSweep.Run(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Mm1).Assembly).Run(args).Any() ? 0 : 1,
};
