using Simulator.Kernel;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios;

/// <summary>lifecycle.preStop.sleep.seconds: the one hook that is modelled.</summary>
internal static class PreStopShape
{
    private static ObjectShape<Duration> Sleep { get; } = new(
        "sleep",
        "A pause, in whole seconds.",
        f => Duration.FromSeconds(f.Required("seconds", Is.Int(0, 86_400), "How long; the grace runs meanwhile.")));

    private static ObjectShape<Duration> PreStop { get; } = new(
        "preStop",
        "What the kubelet does between a pod's deletion and SIGTERM.",
        f =>
        {
            f.Allows("exec", false, "commands are not run: a pause is written {sleep: {seconds: 5}}");
            f.Allows("httpGet", false, "hooks are not called: a pause is written {sleep: {seconds: 5}}");
            return f.Required("sleep", Sleep, "A pause, so that clients learn of the deletion first.");
        });

    public static ObjectShape<Duration> Lifecycle { get; } = new(
        "lifecycle",
        "Hooks of the container.",
        f => f.MaybeValue("preStop", PreStop, "Between deletion and SIGTERM. Default: nothing.") ?? Duration.Zero);
}
