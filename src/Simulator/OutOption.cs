using System.Collections.Immutable;
using System.CommandLine;

namespace Simulator;

/// <summary>One file that a command writes beside its folder of results.</summary>
/// <param name="Kind">One of the command's: <c>junit</c>.</param>
/// <param name="Path">As it was named.</param>
internal sealed record OutFile(string Kind, string Path);

/// <summary>
/// <c>--out</c>: a folder, or files of a kind: <c>--out junit=a.xml sarif=b.sarif</c>. Values are not split on commas.
/// </summary>
internal sealed class OutOption
{
    private static readonly string[] AllKinds = ["junit", "sarif", "md", "json", "csv", "html"];

    private readonly Option<string[]> _option;
    private readonly ImmutableArray<string> _kinds;

    /// <param name="folder">What the folder is, for the help; null: the command has none.</param>
    /// <param name="kinds">Those that the command can write.</param>
    public OutOption(string? folder, params ReadOnlySpan<string> kinds)
    {
        _kinds = [.. kinds];
        var files = $"{string.Join(", ", _kinds)}=FILE: a file of that kind (repeatable).";
        _option = new Option<string[]>("--out")
        {
            Description = folder is null ? files : $"{folder} {files}",
            HelpName = folder is null ? "KIND=FILE" : "FOLDER|KIND=FILE",
        };
        HasFolder = folder is not null;
    }

    private bool HasFolder { get; }

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>The folder, null where none is named.</summary>
    /// <exception cref="UserMistakeException">Two folders, an unknown kind, or a file that cannot be written.</exception>
    public (string? Folder, ImmutableArray<OutFile> Files) Read(ParseResult parsed)
    {
        var values = parsed.GetValue(_option) ?? [];
        var folders = values.Where(v => KindOf(v) is null).ToList();
        if (!HasFolder && folders.Count > 0)
            throw Mistake($"'{folders[0]}' names no kind of file; write {Choice()}=FILE");
        if (folders.Count > 1)
            throw Mistake($"'{folders[0]}' and '{folders[1]}' are two folders; there is one, the others are {Choice()}=FILE");
        var files = values.Where(v => KindOf(v) is not null)
            .Select(v => new OutFile(KindOf(v)!, v[(v.IndexOf('=') + 1)..])).ToImmutableArray();
        foreach (var file in files)
            if (!_kinds.Contains(file.Kind))
                throw Mistake($"{parsed.CommandResult.Command.Name} writes no {file.Kind}; it has {Choice()}");
        OutFiles.Check(files);
        return (folders.FirstOrDefault(), files);
    }

    /// <summary>
    /// <c>--out a=1 b=2</c> as <c>--out a=1 --out b=2</c>: only what names a kind belongs to the option, never a
    /// scenario that follows it.
    /// </summary>
    public static IReadOnlyList<string> Spread(IReadOnlyList<string> args)
    {
        var spread = new List<string>(args.Count);
        var isOut = false;
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--") return [.. spread, .. args.Skip(i)];
            if (isOut && KindOf(args[i]) is not null) spread.Add("--out");
            spread.Add(args[i]);
            if (args[i] == "--out" && i + 1 < args.Count)
            {
                spread.Add(args[++i]);
                isOut = true;
            }
            else
            {
                isOut = args[i].StartsWith("--out=", StringComparison.Ordinal) || (isOut && KindOf(args[i]) is not null);
            }
        }

        return spread;
    }

    private static string? KindOf(string value) =>
        AllKinds.FirstOrDefault(k => value.StartsWith(k + "=", StringComparison.Ordinal));

    private string Choice() => string.Join(", ", _kinds);

    private static UserMistakeException Mistake(string message) => new([$"--out: error[unusable] {message}"]);
}
