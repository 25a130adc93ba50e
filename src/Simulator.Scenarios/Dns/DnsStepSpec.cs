using Simulator.Kernel;
using Simulator.Models.Dns;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>Resolves a name, and does nothing with it.</summary>
public record DnsStepSpec : StepSpec
{
    /// <summary>
    /// As the program gives it, in lower case; each <c>*</c> in it stands for a number below <see cref="Names"/>.
    /// </summary>
    public required string Host { get; init; }

    /// <summary>How many different names it is, each as likely as the other.</summary>
    public int Names { get; init; } = 1;

    internal static new Shape<StepSpec> Shape { get; } = new ObjectShape<StepSpec>(
        "dnsStep",
        "Looks a name up, and does nothing with it.",
        f =>
        {
            var step = new DnsStepSpec
            {
                Name = NameOf(f),
                Host = f.Required("dns", HostText.Host, "The host, as the program gives it; a final dot counts."),
                Names = NamesOf(f),
            };
            Check(f, step, "dns");
            return step;
        });

    private protected static int NamesOf(Fields f) => f.Optional(
        "names", Is.Int(1, 1_000_000, "each is a name that caches must keep apart"), 1,
        "How many names it is: each * in it stands for a number from 0 to one less, drawn anew each time.");

    private protected static void Check(Fields f, DnsStepSpec step, string key)
    {
        f.Check(
            () => step.Names == 1 || step.Host.Contains('*'), "names", "one-of",
            () => $"to be {step.Names} names, the host needs a * that is replaced by a number, as in "
                + $"*.{step.Host.TrimEnd('.')}");
        f.Check(
            () => step.Names > 1 || !step.Host.Contains('*'), key, "one-of",
            () => "a * stands for many names: say how many, names: 100");
        f.Check(
            () => DnsName.IsSendable(step.Host.Replace("*", $"{step.Names - 1}")), key, "bad-name",
            () => $"with {step.Names - 1} in place of the *, no query can carry it: "
                + "at most 63 characters between two dots, 253 in all");
    }
}

/// <summary>Calls a host: resolves its name first unless the connection is open, then waits for the answer.</summary>
public sealed record CallStepSpec : DnsStepSpec
{
    /// <summary>From the request to the far side's answer.</summary>
    public required DistributionSpec<Duration> Latency { get; init; }

    /// <summary>Share of calls that find an open connection, 0 to 1.</summary>
    public double KeepAlive { get; init; }

    internal static new Shape<StepSpec> Shape { get; } = new ObjectShape<StepSpec>(
        "callStep",
        "Calls a host: looks its name up unless a connection is open, then waits for the answer.",
        f =>
        {
            var step = new CallStepSpec
            {
                Name = NameOf(f),
                Host = f.Required("call", HostText.Host, "The host, as the program gives it; a final dot counts."),
                Latency = f.Required(
                    "latency", Chance.Duration,
                    "From the request to the answer, without the lookup: a time, {p50, p99}, or a distribution."),
                KeepAlive = f.Optional(
                    "keepAlive", Amount.Ratio, 0, "Share of calls that find an open connection and need no lookup."),
                Names = NamesOf(f),
            };
            Check(f, step, "call");
            return step;
        });
}
