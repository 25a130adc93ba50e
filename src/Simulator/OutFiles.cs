using System.Collections.Immutable;

namespace Simulator;

/// <summary>Files that stand alone: each appears under its name only when it is whole.</summary>
internal static class OutFiles
{
    /// <summary>What cannot be written is refused before the work, not after it.</summary>
    public static void Check(ImmutableArray<OutFile> files)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = $"--out {file.Kind}={file.Path}";
            if (string.IsNullOrWhiteSpace(file.Path))
                throw new UserMistakeException([$"{name}: error[unusable] the file's name is missing"]);
            if (Directory.Exists(file.Path))
                throw new UserMistakeException([$"{name}: error[unusable] is a folder; name a file"]);
            if (!used.Add(Path.GetFullPath(file.Path)))
                throw new UserMistakeException([$"{name}: error[unusable] is named twice; each file has one kind"]);
            if (Unwritable(file.Path) is { } why)
                throw new UserMistakeException([$"{name}: error[unwritable] {why}"]);
        }
    }

    /// <summary>All of them, once all could be written.</summary>
    /// <param name="files">As asked for.</param>
    /// <param name="of">How to write a kind.</param>
    public static void Write(ImmutableArray<OutFile> files, Func<string, Action<Stream>> of)
    {
        try
        {
            foreach (var file in files)
            {
                Directory.CreateDirectory(FolderOf(file.Path));
                using var stream = File.Create(Scratch(file.Path));
                of(file.Kind)(stream);
            }

            foreach (var file in files) File.Move(Scratch(file.Path), file.Path, overwrite: true);
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            throw new UserMistakeException([$"--out: error[unwritable] {e.Message}"]);
        }
        finally
        {
            foreach (var file in files.Where(f => File.Exists(Scratch(f.Path)))) File.Delete(Scratch(file.Path));
        }
    }

    // A folder that is not there yet will be made; the nearest one that is says whether it can be.
    private static string? Unwritable(string path)
    {
        var folder = FolderOf(path);
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder)) return $"{folder} is a file, not a folder";
            folder = Path.GetDirectoryName(folder);
            if (folder is null) return "there is no such folder";
        }

        try
        {
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return null;
        }
        catch (Exception e) when (UserMistakeException.IsAboutFiles(e))
        {
            return e is UnauthorizedAccessException ? "you lack the permission" : e.Message;
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static string Scratch(string path) => path + ".part";
}
