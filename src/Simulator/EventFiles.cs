using System.Text;
using System.Text.RegularExpressions;
using Simulator.Kernel;

namespace Simulator;

/// <summary>
/// The files of <c>--trace-events</c> and <c>--verify-events</c>; a trace appears under its name only when whole.
/// </summary>
internal sealed partial class EventFiles : IDisposable
{
    // A name of any length may stand at the end of a line, but what is no trace need not have lines at all.
    private const int LongestLine = 4096;

    private readonly string? _target;
    private readonly string? _verified;
    private readonly StreamWriter? _writer;
    private readonly StreamReader? _expected;

    private EventFiles(string? target, string? verified, StreamWriter? writer, StreamReader? expected)
    {
        (_target, _verified, _writer, _expected) = (target, verified, writer, expected);
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
            expected = verify is null ? null : OpenTrace(verify);
            return new EventFiles(trace, verify, trace is null ? null : new StreamWriter(Scratch(trace)), expected);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            var atFault = verify is not null && expected is null ? verify : trace!;
            expected?.Dispose();
            throw UserMistakeException.File(atFault, "unusable", e);
        }
    }

    /// <summary>The first event that differs from the recording; null when none does.</summary>
    /// <exception cref="UserMistakeException">The recording's line there is no event.</exception>
    public TraceDifference? Finish()
    {
        Trace.Finish();
        if (Trace.FirstDifference is { Expected: { } line } difference && !Event().IsMatch(line))
            throw NoTrace(_verified!, difference.EventNumber, $"line {difference.EventNumber} is no event");
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

    // A pipe can be looked at only once: what is wrong with it shows when an event differs.
    private static StreamReader OpenTrace(string path)
    {
        var stream = File.OpenRead(path);
        if (!stream.CanSeek) return new StreamReader(stream);
        var start = new byte[LongestLine];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var line = Encoding.UTF8.GetString(start, 0, length).Split('\n')[0].TrimEnd('\r');
        if (Event().IsMatch(line)) return new StreamReader(stream);
        stream.Dispose();
        throw NoTrace(path, 1, length == 0 ? "is empty" : "its first line is no event");
    }

    private static UserMistakeException NoTrace(string path, long line, string why) => new(
        [$"{path}:{line}:1: error[no-trace] {why}; --verify-events wants a file that --trace-events wrote"]);

    private static string Scratch(string target) => target + ".part";

    // Nanoseconds, sequence number, code, label, as EventTrace writes them.
    [GeneratedRegex(@"^\d+ \d+ -?\d+ \S")]
    private static partial Regex Event();
}
