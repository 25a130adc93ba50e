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
        var seed = new Option<ulong>("--seed") { Description = "Of all rows.", DefaultValueFactory = _ => DefaultSeed };
        var replications = new Option<int>("--replications")
        {
            Description = "At least 2, for an error.",
            DefaultValueFactory = _ => DefaultReplications,
        };
        replications.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 2) result.AddError("--replications: at least 2 are needed for an error.");
        });
        var command = new Command("theory", "Compare the simulation kernel with queueing theory.") { seed, replications };
        command.SetAction(parsed =>
        {
            var rows = TheoryTable.Run(parsed.GetValue(seed), parsed.GetValue(replications));
            TheoryReport.Write(terminal.Console, rows);
            return TheoryReport.Agrees(rows) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
