using Simulator.Reports;

namespace Simulator;

/// <summary>Writes a folder of results; a folder that cannot be written is the user's to put right.</summary>
internal static class Results
{
    /// <summary>A name that cannot be a folder is refused before the work, not after it.</summary>
    public static void Check(string folder)
    {
        const string empty = "--out: error[unusable] the folder's name is empty; name one, or leave --out away";
        if (string.IsNullOrWhiteSpace(folder)) throw new UserMistakeException([empty]);
        if (File.Exists(folder)) throw UserMistakeException.File(folder, "unusable", "is a file; --out wants a folder");
        if (FileAmongParents(folder) is { } file)
            throw new UserMistakeException([$"--out: error[unwritable] {folder}: {file} is a file, not a folder"]);
    }

    public static void Write(string folder, IReadOnlyList<ResultFile> files, CancellationToken cancel)
    {
        try
        {
            ResultFolder.Write(folder, files, cancel);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw new UserMistakeException([$"--out: error[unwritable] {folder}: {e.Message}"]);
        }
    }

    private static string? FileAmongParents(string folder)
    {
        for (var parent = Path.GetDirectoryName(folder); !string.IsNullOrEmpty(parent);
            parent = Path.GetDirectoryName(parent))
            if (File.Exists(parent)) return parent;
        return null;
    }
}
