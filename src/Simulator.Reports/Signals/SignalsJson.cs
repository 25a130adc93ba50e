using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Simulator.Kernel;
using Simulator.Models.Pods.Signals;

namespace Simulator.Reports.Signals;

/// <summary>A shutdown as JSON; <c>outcome</c>, <c>killed_after_grace</c>, <c>pid1_exit_ms</c> and <c>tree</c> have the
/// recordings' names.</summary>
public static class SignalsJson
{
    private static readonly JsonWriterOptions Style = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Stream stream, SignalsOptions options, ShutdownResult result,
        ImmutableArray<string> advice)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        using (var json = new Utf8JsonWriter(stream, Style))
        {
            json.WriteStartObject();
            Texts(json, "argv", options.Command);
            json.WriteString("outcome", result.Outcome.InWords());
            json.WriteBoolean("killed_after_grace", result.KilledAfterGrace);
            json.WriteNumber("pid1_exit_ms", result.Pid1Exit.TotalMilliseconds);
            json.WriteNumber("container_exit_code", result.ExitCode);
            json.WriteBoolean("delivered", result.IsDelivered);
            Tree(json, result);
            Events(json, result);
            json.WriteString("reason", SignalsReason.Of(result));
            Texts(json, "fix", advice);
            Texts(json, "notes", result.Notes);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Tree(Utf8JsonWriter json, ShutdownResult result)
    {
        json.WriteStartArray("tree");
        foreach (var process in result.Tree)
        {
            json.WriteStartObject();
            json.WriteNumber("ns", process.Pid);
            json.WriteNumber("parent", process.ParentPid);
            json.WriteString("comm", process.Name);
            json.WriteString("cmd", process.CommandLine);
            json.WriteString("sigterm", process.Term.ToString().ToLowerInvariant());
            json.WriteBoolean("service", process.IsApp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Events(Utf8JsonWriter json, ShutdownResult result)
    {
        json.WriteStartArray("events");
        foreach (var e in result.Events)
        {
            json.WriteStartObject();
            json.WriteNumber("ms", (e.At - SimTime.Zero).TotalMilliseconds);
            json.WriteNumber("ns", e.Pid);
            json.WriteString("comm", e.Name);
            json.WriteString("event", Kind(e.Kind));
            if (e.Signal != UnixSignal.None) json.WriteString("signal", e.Signal.Name());
            if (e.From is { } from) json.WriteNumber("from", from);
            if (e.Kind == SignalEventKind.Exited) json.WriteNumber("status", e.Status.Shown);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Kind(SignalEventKind kind) => kind switch
    {
        SignalEventKind.Caught => "caught",
        SignalEventKind.Ignored => "ignored",
        SignalEventKind.DroppedForInit => "dropped_for_pid1",
        SignalEventKind.Killed => "killed",
        SignalEventKind.Exited => "exited",
        SignalEventKind.KilledWithNamespace => "killed_with_namespace",
        _ => "drained",
    };

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
