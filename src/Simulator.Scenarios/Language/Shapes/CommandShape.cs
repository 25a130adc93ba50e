using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>A container's command: a list is the exec form, a text the shell form, as in a Dockerfile.</summary>
internal sealed class CommandShape : Shape<ImmutableArray<string>>
{
    /// <summary>What Docker puts before the text of the shell form.</summary>
    public static readonly ImmutableArray<string> ShellForm = ["/bin/sh", "-c"];

    private static readonly ScalarShape<string> Word = new()
    {
        What = "a text or a list of texts",
        Parse = s => s.Kind != ScalarKind.Text
            ? Is.NeedsQuotes(s)
            : s.Text.Contains('\0')
                ? new Mistake("wrong-value", "no word of a command can hold the character NUL")
                : s.Text.Length <= 100_000
                    ? s.Text
                    : new Mistake("out-of-range", $"{s.Text.Length} characters; at most 100000 are read"),
        Format = t => t,
        Schema = () => new JsonObject { ["type"] = "string", ["maxLength"] = 100_000 },
        Text = true,
    };

    private static readonly ListShape<string> ExecForm = new(Word) { Of = "words", AtLeast = 1 };

    public override bool IsUnion => true;

    public override bool IsText => true;

    public override JsonObject Describe(SchemaWriter schema) => schema.Define("command", () => new JsonObject
    {
        ["description"] = "A list is the exec form; a text is the shell form, /bin/sh -c.",
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = @"\S", ["maxLength"] = 100_000 },
            ExecForm.Describe(schema)),
    });

    public override Bound<ImmutableArray<string>> Read(Node node, NodePath path, ReadContext cx)
    {
        if (node is ListNode list)
        {
            var words = ExecForm.Read(node, path, cx);
            return words.IsValid && words.Value[0].Length == 0
                ? cx.Error(list.Items[0], "out-of-range", path.Item(0), "the name of the program is empty")
                : words;
        }

        var text = Word.Read(node, path, cx);
        if (!text.IsValid) return default(Failure);
        return string.IsNullOrWhiteSpace(text.Value)
            ? cx.Error(node, "out-of-range", path, "the command is empty: write it, or remove the key")
            : new Bound<ImmutableArray<string>>(true, [.. ShellForm, text.Value], text.Normal);
    }
}
