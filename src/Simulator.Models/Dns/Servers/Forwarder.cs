using Simulator.Kernel;

namespace Simulator.Models.Dns.Servers;

/// <summary>CoreDNS's forward plugin with one server behind it (plugin/forward/forward.go, ServeDNS).</summary>
/// <param name="sim">The run.</param>
/// <param name="maxConcurrent">Queries on their way at once; above it they are answered REFUSED. Zero: any.</param>
/// <param name="server">Asks the server behind; null: no answer comes.</param>
/// <param name="account">Of the server that forwards.</param>
public sealed class Forwarder(
    Simulation sim, int maxConcurrent, Func<DnsQuestion, SimTask<DnsAnswer?>> server, DnsAccount account)
{
    // plugin/pkg/proxy: readTimeout; forward.go: defaultTimeout, after which no new try begins.
    private static Duration ReadTimeout => Duration.FromSeconds(2);

    private static Duration LastTry => Duration.FromSeconds(5);

    private static readonly DnsAnswer Refused = DnsAnswer.Empty(DnsRcode.Refused, Duration.Zero);
    private static readonly DnsAnswer ServFail = DnsAnswer.Empty(DnsRcode.ServFail, Duration.Zero);

    public int InFlight { get; private set; }

    public async SimTask<DnsAnswer> Forward(DnsQuestion question)
    {
        if (maxConcurrent > 0 && InFlight >= maxConcurrent)
        {
            account.OnRejected(sim.Now);
            return Refused;
        }

        InFlight++;
        var began = sim.Now;
        var answer = ServFail;
        while (sim.Now - began < LastTry)
        {
            account.OnForwarded(sim.Now);
            var reply = sim.Rent<DnsAnswer>();
            sim.Start(Relay(question, reply));
            var heard = await reply.Within(ReadTimeout);
            if (heard.TimedOut) continue;
            answer = heard.Value;
            break;
        }

        InFlight--;
        return answer;
    }

    // A late answer finds the wait closed.
    private async SimTask Relay(DnsQuestion question, Wait<DnsAnswer> reply)
    {
        if (await server(question) is { } answer) reply.TryAnswer(answer);
    }
}
