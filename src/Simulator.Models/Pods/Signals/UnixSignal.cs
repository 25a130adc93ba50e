namespace Simulator.Models.Pods.Signals;

/// <summary>Signals by their Linux numbers (signal(7)).</summary>
public enum UnixSignal
{
    None = 0,
    Hup = 1,
    Int = 2,
    Quit = 3,
    Abrt = 6,
    Kill = 9,
    Usr1 = 10,
    Segv = 11,
    Usr2 = 12,
    Pipe = 13,
    Alrm = 14,
    Term = 15,
    Chld = 17,
    Cont = 18,
    Stop = 19,
    Winch = 28,
}

/// <summary>Signals as people and shells write them.</summary>
public static class UnixSignals
{
    /// <summary><c>TERM</c>, <c>SIGTERM</c> or <c>15</c>; null for anything else.</summary>
    public static UnixSignal? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (int.TryParse(text, out var number)) return number is >= 0 and <= 64 ? (UnixSignal)number : null;
        var name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        return Enum.TryParse<UnixSignal>(name, ignoreCase: true, out var signal) && signal != UnixSignal.None
            ? signal
            : null;
    }

    /// <summary><c>SIGTERM</c>; <c>signal 40</c> where there is no name.</summary>
    public static string Name(this UnixSignal signal) =>
        Enum.IsDefined(signal) ? "SIG" + signal.ToString().ToUpperInvariant() : $"signal {(int)signal}";

    /// <summary>What the default disposition does with it.</summary>
    internal static bool IsHarmless(this UnixSignal signal) =>
        signal is UnixSignal.None or UnixSignal.Chld or UnixSignal.Cont or UnixSignal.Winch or UnixSignal.Stop;
}

/// <summary>What a process has told the kernel to do with a signal.</summary>
public enum Disposition
{
    Default,
    Ignored,
    Caught,

    /// <summary>Default, but blocked and read with sigtimedwait or signalfd: so do tini and catatonit.</summary>
    Blocked,
}

/// <summary>How a process ended: with a code, or by a signal.</summary>
public readonly record struct ExitStatus(int Code, UnixSignal Signal = UnixSignal.None)
{
    public static ExitStatus By(UnixSignal signal) => new(0, signal);

    /// <summary>As shells and container runtimes show it: 128 + the signal.</summary>
    public int Shown => Signal == UnixSignal.None ? Code : 128 + (int)Signal;

    public override string ToString() => Signal == UnixSignal.None ? $"exit {Code}" : Signal.Name();
}
