using System.Collections.Immutable;

namespace Simulator.Models.Pods.Signals;

/// <summary>The options of tini, dumb-init and catatonit.</summary>
internal static class InitArguments
{
    /// <summary>Null when a command is missing or an option is not known.</summary>
    public static InitCall? Parse(InitKind kind, ReadOnlySpan<string> arguments)
    {
        var group = kind == InitKind.DumbInit;
        var rewrites = ImmutableDictionary.CreateBuilder<UnixSignal, UnixSignal>();
        var zero = ImmutableHashSet.CreateBuilder<int>();
        var i = 0;
        for (; i < arguments.Length && arguments[i].StartsWith('-'); i++)
        {
            var option = arguments[i];
            if (option == "--")
            {
                i++;
                break;
            }

            if (kind == InitKind.DumbInit)
            {
                if (option is "-c" or "--single-child") group = false;
                else if (option is "-v" or "--verbose") continue;
                else if (!Rewrite(option, i + 1 < arguments.Length ? arguments[i + 1] : "", rewrites, ref i))
                    return null;
                continue;
            }

            foreach (var flag in option.AsSpan(1))
            {
                if (flag == 'g') group = true;
                else if (flag is 'p' or 'e' && kind == InitKind.Tini) Value(flag, arguments, ref i, zero);
                else if (!"svwhlPL".Contains(flag)) return null;
            }
        }

        return i >= arguments.Length ? null
            : new InitCall(kind, [.. arguments[i..]], group, rewrites.ToImmutable(), zero.ToImmutable());
    }

    private static void Value(char flag, ReadOnlySpan<string> arguments, ref int i,
        ImmutableHashSet<int>.Builder zero)
    {
        if (++i < arguments.Length && flag == 'e' && int.TryParse(arguments[i], out var code)) zero.Add(code);
    }

    // -r S:R, --rewrite S:R or --rewrite=S:R.
    private static bool Rewrite(string option, string next,
        ImmutableDictionary<UnixSignal, UnixSignal>.Builder rewrites, ref int i)
    {
        const string Long = "--rewrite";
        if (option is "-r" or Long) i++;
        else if (option.StartsWith(Long + "=", StringComparison.Ordinal)) next = option[(Long.Length + 1)..];
        else if (option.StartsWith("-r", StringComparison.Ordinal)) next = option[2..];
        else return false;
        var pair = next.Split(':');
        if (pair.Length != 2 || UnixSignals.Parse(pair[0]) is not { } from || UnixSignals.Parse(pair[1]) is not { } to)
            return false;
        rewrites[from] = to;
        return true;
    }
}
