using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Simulator;

/// <summary>The folder that becomes an image's working directory: its package.json and its scripts.</summary>
internal sealed class ImageFolder(string folder)
{
    private const int LongestScript = 1 << 20;

    /// <summary>Null: there is no package.json, or it has no scripts.</summary>
    public ImmutableDictionary<string, string>? PackageScripts(List<string> errors)
    {
        var file = Path.Combine(folder, "package.json");
        if (Text(file) is not { } text) return null;
        try
        {
            if (JsonNode.Parse(text)?["scripts"] is not JsonObject scripts) return null;
            return scripts.Where(s => s.Value?.GetValueKind() == JsonValueKind.String)
                .ToImmutableDictionary(s => s.Key, s => s.Value!.GetValue<string>(), StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            errors.Add($"{file}:{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: error[json] not JSON");
        }
        catch (InvalidOperationException)
        {
            errors.Add($"{file}:1:1: error[json] package.json is not an object");
        }

        return null;
    }

    /// <summary>A script of that path, or of its name where the image has it elsewhere; null: none.</summary>
    public string? Script(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) return null;
        var relative = path.TrimStart('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (relative.Length == 0 || name.Length == 0 || relative.Split('/').Contains("..")) return null;
        return Text(Path.Combine(folder, relative)) ?? Text(Path.Combine(folder, name));
    }

    // Texts only: a binary has no line to read.
    private static string? Text(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists || info.Length > LongestScript) return null;
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            return null;
        }
    }
}
