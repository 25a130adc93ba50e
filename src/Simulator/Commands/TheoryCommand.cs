using System.CommandLine;
using Simulator.Models.Theory;
using Simulator.Reports;

namespace Simulator.Commands;

/// <summary><c>simulator theory</c>: the kernel against closed forms of queueing theory.</summary>
internal static class TheoryCommand
{
    private const ulong DefaultSeed = 42;
    private const int DefaultReplications = 20;

    public static Command Create(Terminal terminal)
    {
        var seed = NumberOption.Of("--seed", $"Of all rows (default: {DefaultSeed}).", 0UL);
        var replications = NumberOption.Of(
            "--replications", $"At least 2, for an error (default: {DefaultReplications}).", 2);
        var command = new Command("theory", "Compare the simulation kernel with queueing theory.")
        {
            seed, replications,
        };
        command.SetAction(parsed =>
        {
            var rows = TheoryTable.Run(
                parsed.GetValue(seed) ?? DefaultSeed, parsed.GetValue(replications) ?? DefaultReplications);
            TheoryReport.Write(terminal.Console, rows);
            return TheoryReport.Agrees(rows) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
