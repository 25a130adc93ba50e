using System.Collections.Immutable;
using Simulator.Models.Pods.Signals;
using Simulator.Scenarios.Language;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>What a container's image brings: how its programs look names up, and who passes SIGTERM on.</summary>
internal sealed record ImageSpec
{
    public required Libc Libc { get; init; }

    /// <summary>What /bin/sh is.</summary>
    public required ShellKind Shell { get; init; }

    /// <summary>Null: of <see cref="SignalsOptions"/>, as are the other two.</summary>
    public Version? Npm { get; init; }

    public Version? Yarn { get; init; }

    public Version? Pnpm { get; init; }

    /// <summary>Scripts of package.json; empty: start is <c>node server.js</c>.</summary>
    public NameMap<string> PackageScripts { get; init; } = NameMap.Empty<string>();

    public static SignalsOptions Default { get; } = new() { Command = [] };

    private static ScalarShape<ShellKind> ShellShape { get; } = Is.OneOf([.. ShutdownWords.Shells]);

    private static ScalarShape<Version> VersionShape { get; } = Is.Version(Parse, v => v.ToString());

    internal static MapShape<string> Scripts { get; } = new(Is.String)
    {
        Of = "scripts",
        KeyPattern = "^[^\\s]+$",
        KeyMistake = name => name.Length > 0 && !name.Any(char.IsWhiteSpace)
            ? null
            : "the name of a script has no spaces",
    };

    /// <param name="absent">The C library when none is given.</param>
    public static ObjectShape<ImageSpec> Shape(Libc absent) => new(
        "image",
        "The image of a container.",
        f =>
        {
            foreach (var key in (string[])["init", "handler", "command", "keepAliveTimeout"])
                f.Allows(key, false, $"{key} stands beside image, not in it");
            var libc = f.Optional(
                "libc", Is.OneOf(PodDnsSpec.Libcs), absent,
                "Whose getaddrinfo programs call, unless they bring a resolver of their own: Alpine has musl.");
            return new ImageSpec
            {
                Libc = libc,
                Shell = f.MaybeValue(
                    "shell", ShellShape,
                    "What /bin/sh is, which runs the shell form and npm's scripts. Default: dash as Debian patches "
                        + "it; with musl, busybox.")
                    ?? (libc == Libc.Glibc ? ShellKind.DashDebian : ShellKind.Busybox),
                Npm = VersionOf(f, "npm", Default.Npm),
                Yarn = VersionOf(f, "yarn", Default.Yarn),
                Pnpm = VersionOf(f, "pnpm", Default.Pnpm),
                PackageScripts = f.Section(
                    "packageScripts", Scripts, "scripts of package.json by name. Default: {start: node server.js}."),
            };
        });

    /// <summary>The options with what the image decides.</summary>
    public SignalsOptions In(SignalsOptions options) => options with
    {
        Shell = Shell,
        Npm = Npm ?? options.Npm,
        Yarn = Yarn ?? options.Yarn,
        Pnpm = Pnpm ?? options.Pnpm,
        PackageScripts = PackageScripts.Count == 0
            ? options.PackageScripts
            : PackageScripts.ToImmutableDictionary(StringComparer.Ordinal),
    };

    private static Version? VersionOf(Fields f, string manager, Version absent) =>
        f.Maybe(manager, VersionShape, $"Version of {manager}. Default: {absent}.");

    /// <summary>10, 10.2 or 10.2.4, as three numbers.</summary>
    private static Parsed<Version> Parse(string text)
    {
        var parts = text.Split('.');
        var numbers = parts.Select(p => int.TryParse(p, out var n) ? n : -1).ToList();
        return parts.Length <= 3 && numbers.TrueForAll(n => n >= 0)
            ? new Version(numbers[0], numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2))
            : new Mistake("wrong-value", $"{Quote.Of(text)} is not a version such as 10.8.2");
    }
}
