using System.CommandLine;

namespace Simulator.Commands;

/// <summary><c>simulator truth</c>: one verb for each kind of recording.</summary>
internal static class TruthCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var command = new Command("truth", "Hold a model against recordings of the real thing.");
        TruthVerb[] verbs =
            [TruthCpuCommand.Verb, TruthDnsCommand.Verb, TruthPoolsCommand.Verb, TruthSignalsCommand.Verb];
        foreach (var verb in verbs) command.Add(verb.Create(terminal, cancel));
        return command;
    }
}
