using System.Globalization;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals;
using Simulator.Models.Pods.Signals.Shell;

namespace Simulator.Benchmarks;

/// <summary><c>fuzz-signals [--count N] [--seed N]</c>: no command may crash or stall the shells, or lose its
/// place.</summary>
public static class SignalsFuzz
{
    private static readonly string[] Words =
    [
        "node server.js", "node", "exec", "true", "false", ":", "sleep 1", "sleep 100", "cat", "tee log", "wait",
        "wait $p", "wait $!", "p=$!", "kill $p", "kill -TERM $p", "kill 0", "kill -9 $$", "kill -- -1", "exit 1",
        "exit", "trap", "'kill $p; wait $p'", "'kill 0'", "'exit 0'", "''", "\"wait\"", "-", "TERM", "EXIT", "SIGTERM",
        "set -e", "set -m", "set -- a b", "shift", "eval", "'node server.js'", "\"$@\"", "$1", "$X", "${X:-node}",
        "$(jobs -p)", "$(echo node)", "`echo a`", "$((1+1))", "f", "f()", "npm start", "npm run x", "yarn start",
        "pnpm start", "npx node a.js", "tini --", "tini -g --", "dumb-init", "dumb-init -r 15:2", "timeout 5",
        "timeout -k 1 5", "su -c 'node a' x", "env A=1", "nohup", "setsid", "sh -c", "bash -c", "busybox sh -c",
        "node --watch a.js", "return", "break", "continue", "read x", "echo a > f", "[ -n x ]", "[[ a == b ]]",
        "command", ". ./f", "./f.sh", "time", "xargs",
    ];

    private static readonly string[] Signs =
    [
        ";", "&", "&&", "||", "|", "\n", "(", ")", "{", "}", "if", "then", "else", "elif", "fi", "while", "until", "do",
        "done", "for i in a b;", "case x in", "x)", ";;", "esac", "!", ">", "2>&1", "< /dev/null", "<<E\nE\n", "'",
        "\"", "\\", "#", "$(", "${", "`",
    ];

    /// <summary>0 when all inputs got an answer.</summary>
    public static int Run(string[] args)
    {
        var count = int.Parse(Option(args, "--count") ?? "100000", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Option(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        for (var n = 0; n < count; n++)
        {
            if (Try(seed, n) is not { } mistake) continue;
            Console.Error.WriteLine($"input {n} of seed {seed}: {mistake}");
            return 1;
        }

        Console.WriteLine($"{count} commands, all answered, seed {seed}");
        return 0;
    }

    /// <summary>Null, or what went wrong with that input.</summary>
    public static string? Try(ulong seed, int n)
    {
        var random = new RandomStream(seed, n, "signals-fuzz");
        var script = Script(random);
        var options = new SignalsOptions
        {
            Command = ["/bin/sh", "-c", script],
            Shell = Pick<ShellKind>(random),
            Init = Pick<InitKind>(random),
            Handler = Pick<AppHandler>(random),
            Npm = new Version(random.NextInt(12), random.NextInt(10), random.NextInt(8)),
            ReadScript = path => path == "./f.sh" ? "#!/bin/sh\n./f.sh & exec \"$@\" ./f.sh\n" : null,
        };
        try
        {
            var (result, problems) = ShutdownRun.Run(options);
            if (result is null) return Unplaced(script, options, problems) ? $"no place: '{script}'" : null;
            var longest = options.Grace + Duration.FromSeconds(1);
            return result.Pid1Exit <= longest ? null : $"ends after {result.Pid1Exit}: '{script}'";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{options.Shell} '{script}': {e}";
        }
    }

    private static bool Unplaced(string script, SignalsOptions options, IReadOnlyList<SignalsProblem> problems)
    {
        if (problems.Count == 0) return true;
        var (parsed, error) = ShellParser.Parse(script, options.Shell == ShellKind.Bash);
        return parsed is null && problems[0].Position != error!.Position;
    }

    private static string Script(RandomStream random)
    {
        var text = "";
        for (var left = 1 + random.NextInt(12); left > 0; left--)
        {
            var words = random.NextInt(3) == 0 ? Signs : Words;
            text += words[random.NextInt(words.Length)] + (random.NextInt(8) == 0 ? "" : " ");
            if (random.NextInt(3) == 0) text += Signs[random.NextInt(6)] + " ";
        }

        return text;
    }

    private static T Pick<T>(RandomStream random)
        where T : struct, Enum => Enum.GetValues<T>()[random.NextInt(Enum.GetValues<T>().Length)];

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
