using System.Collections.Immutable;
using Simulator.Kernel;

namespace Simulator.Models.Dns;

/// <summary>A resolv.conf as one resolver family understood it; how, is in that family's reader.</summary>
public sealed record ResolvConf
{
    /// <summary>Addresses to ask, in order; never empty.</summary>
    public required ImmutableArray<string> Servers { get; init; }

    public ImmutableArray<string> Search { get; init; } = [];

    public int Ndots { get; init; } = 1;

    public Duration Timeout { get; init; } = Duration.FromSeconds(5);

    public int Attempts { get; init; } = 2;

    public bool Rotate { get; init; }

    public bool SingleRequest { get; init; }

    public bool SingleRequestReopen { get; init; }

    public bool UseVc { get; init; }

    public bool NoAaaa { get; init; }

    /// <summary>Lines that this family ignores or reads otherwise than they look.</summary>
    public ImmutableArray<ResolvConfRemark> Remarks { get; init; } = [];

    /// <summary>Reads any text as that family does: nothing in it is an error.</summary>
    public static ResolvConf Parse(string text, ResolverFamily family)
    {
        ArgumentNullException.ThrowIfNull(text);
        return family switch
        {
            ResolverFamily.Glibc => new GlibcConfReader().Read(text),
            ResolverFamily.Musl123 or ResolverFamily.Musl125 => new MuslConfReader().Read(text),
            ResolverFamily.Go => new GoConfReader().Read(text),
            ResolverFamily.Cares => new CaresConfReader().Read(text),
            _ => new NodeConfReader().Read(text),
        };
    }
}

/// <summary>What became of a line, for a person.</summary>
public sealed record ResolvConfRemark(int Line, string Text);
