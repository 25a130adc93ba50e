using Simulator.Kernel;

namespace Simulator;

/// <summary>
/// The files of <c>--trace-events</c> and <c>--verify-events</c>; a trace appears under its name only when whole.
/// </summary>
internal sealed class EventFiles : IDisposable
{
    private readonly string? _target;
    private readonly StreamWriter? _writer;
    private readonly StreamReader? _expected;

    private EventFiles(string? target, StreamWriter? writer, StreamReader? expected)
    {
        (_target, _writer, _expected) = (target, writer, expected);
        Trace = new EventTrace(writer, expected);
    }

    public EventTrace Trace { get; }

    /// <summary>Null when neither is asked for.</summary>
    public static EventFiles? Open(string? trace, string? verify)
    {
        if (trace is null && verify is null) return null;
        if (Directory.Exists(trace)) throw UserMistakeException.File(trace, "unusable", "is a folder; name a file");
        if (Directory.Exists(verify)) throw UserMistakeException.File(verify, "unusable", "is a folder; name a file");
        StreamReader? expected = null;
        try
        {
            expected = verify is null ? null : File.OpenText(verify);
            return new EventFiles(trace, trace is null ? null : new StreamWriter(Scratch(trace)), expected);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            var atFault = verify is not null && expected is null ? verify : trace!;
            expected?.Dispose();
            throw UserMistakeException.File(atFault, "unusable", e.Message);
        }
    }

    /// <summary>The first event that differs from the recording; null when none does.</summary>
    public TraceDifference? Finish()
    {
        Trace.Finish();
        return Trace.FirstDifference;
    }

    /// <summary>Gives the trace its name.</summary>
    public void Keep()
    {
        if (_writer is null) return;
        _writer.Dispose();
        File.Move(Scratch(_target!), _target!, overwrite: true);
    }

    public void Dispose()
    {
        _expected?.Dispose();
        _writer?.Dispose();
        if (_target is not null) File.Delete(Scratch(_target));
    }

    private static string Scratch(string target) => target + ".part";
}
