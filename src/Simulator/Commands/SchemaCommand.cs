using System.CommandLine;
using Simulator.Scenarios.Language;

namespace Simulator.Commands;

/// <summary><c>simulator schema</c>: the JSON Schema of scenarios, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string?>("--out") { Description = "Write to this file instead.", HelpName = "FILE" };
        var command = new Command("schema", "Print the JSON Schema of scenarios, for editors.") { output };
        command.SetAction(parsed =>
        {
            var schema = ScenarioSchema.Generate();
            if (parsed.GetValue(output) is not { } file) terminal.Output.Write(schema);
            else Write(file, schema);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(string file, string schema)
    {
        try
        {
            File.WriteAllText(file, schema);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw UserMistakeException.File(file, "unwritable", e.Message);
        }
    }
}
