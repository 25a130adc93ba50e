using System.Diagnostics;

namespace Simulator.Benchmarks.Peers;

/// <summary>The same M/M/1, process a customer, in SimPy as Debian packages it; installed when missing.</summary>
public static class SimPyPeer
{
    // Debian's own interpreter: its packages are invisible to any other that comes first on the path.
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import sys, time
        from random import Random
        customers, mean_gap, mean_service = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
        arrivals, services = Random(1), Random(2)
        total, served = 0.0, 0
        try:
            import simpy
            version = simpy.__version__
            def customer(env, server):
                global total, served
                arrived = env.now
                request = server.request()
                yield request
                yield env.timeout(services.expovariate(1 / mean_service))
                server.release(request)
                total += env.now - arrived
                served += 1
            def source(env, server):
                for _ in range(customers):
                    yield env.timeout(arrivals.expovariate(1 / mean_gap))
                    env.process(customer(env, server))
            def run():
                env = simpy.Environment()
                env.process(source(env, simpy.Resource(env, 1)))
                env.run()
        except ImportError:
            import SimPy
            from SimPy.Simulation import Simulation, Process, Resource, hold, request, release
            version = SimPy.__version__
            class Customer(Process):
                def visit(self, server):
                    global total, served
                    arrived = self.sim.now()
                    yield request, self, server
                    yield hold, self, services.expovariate(1 / mean_service)
                    yield release, self, server
                    total += self.sim.now() - arrived
                    served += 1
            class Source(Process):
                def generate(self, server):
                    for _ in range(customers):
                        yield hold, self, arrivals.expovariate(1 / mean_gap)
                        c = Customer(sim=self.sim)
                        self.sim.activate(c, c.visit(server))
            def run():
                sim = Simulation()
                sim.initialize()
                server = Resource(capacity=1, sim=sim)
                s = Source(sim=sim)
                sim.activate(s, s.generate(server))
                sim.simulate(until=1e300)
        began = time.process_time()
        run()
        print(version, served / (time.process_time() - began), total / served)
        """;

    /// <summary>Its version, customers a second and mean time in the system in ms; or why there is none.</summary>
    public static (string Name, double Rate, double Mean)? Run(long customers, out string why)
    {
        why = "";
        if (!File.Exists(Python)) why = $"skipped: there is no {Python}";
        else if (!Works() && !Install()) why = "skipped: apt-get could not install python3-simpy";
        if (why.Length > 0) return null;
        var (exit, output) = Start(Python, ["-c", Script, $"{customers}", "1.0", "0.9"]);
        var fields = output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (exit == 0 && fields.Length == 3)
            return ($"SimPy {fields[0]}", double.Parse(fields[1]), double.Parse(fields[2]));
        why = $"skipped: SimPy ended with exit code {exit}";
        return null;
    }

    private static bool Works() =>
        Start(Python, ["-c", "import simpy"]).Exit == 0 || Start(Python, ["-c", "import SimPy.Simulation"]).Exit == 0;

    private static bool Install()
    {
        string[] install = ["install", "-y", "-q", "python3-simpy"];
        if (Start("apt-get", install).Exit != 0 && Start("apt-get", ["update", "-q"]).Exit == 0)
            Start("apt-get", install);
        return Works();
    }

    private static (int Exit, string Output) Start(string program, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
                { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, ""); // No such program here.
        }
    }
}
