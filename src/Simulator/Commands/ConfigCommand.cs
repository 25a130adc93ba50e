using System.CommandLine;

namespace Simulator.Commands;

/// <summary>
/// <c>simulator config FILE</c>: the effective scenario, with the origin of each value that is not the file's.
/// </summary>
internal static class ConfigCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new ScenarioInput();
        var variant = new Option<string?>("--variant")
        {
            Description = "The scenario as this variant has it.",
            HelpName = "NAME",
        };
        var command = new Command("config", "Print the effective scenario and where each changed value comes from.");
        command.Add(variant);
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            string[] names = parsed.GetValue(variant) is { } name ? [name] : [];
            terminal.Output.Write(ScenarioInput.Select(input.Read(parsed), names)[0].Render());
            return ExitCode.Ok;
        });
        return command;
    }
}
