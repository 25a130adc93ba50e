namespace Simulator.Reports;

/// <summary>Puts a run's files in place without ever showing a half-written one.</summary>
public static class ResultFolder
{
    /// <summary>
    /// Writes all files beside the folder, then moves them in; a cancelled or failed write leaves the old results as
    /// they were. Files that are not a run's output stay untouched.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<ResultFile> files, CancellationToken cancel)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent = Path.GetDirectoryName(target) ?? throw new IOException($"{folder} is not a folder for results.");
        Directory.CreateDirectory(parent);
        var scratch = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(scratch);
            var cancellable = new ParallelOptions { CancellationToken = cancel };
            Parallel.ForEach(files, cancellable, file => WriteOne(scratch, file));
            cancel.ThrowIfCancellationRequested();
            MoveIn(scratch, target, files);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is IOException))
        {
            throw e.InnerExceptions[0];
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    private static void WriteOne(string folder, ResultFile file)
    {
        using var stream = File.Create(Path.Combine(folder, file.Name));
        file.Write(stream);
    }

    private static void MoveIn(string scratch, string target, IReadOnlyList<ResultFile> files)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(scratch, target);
            return;
        }

        // From here on each file is whole, and the summary, gone first and back last, says when all belong together.
        if (files.Any(f => f.Name == ResultFiles.Last))
        {
            File.Delete(Path.Combine(target, ResultFiles.Last));
            foreach (var old in Outdated(target, files)) File.Delete(old);
        }

        foreach (var file in files.OrderBy(f => f.Name == ResultFiles.Last))
            File.Move(Path.Combine(scratch, file.Name), Path.Combine(target, file.Name), overwrite: true);
    }

    private static List<string> Outdated(string target, IReadOnlyList<ResultFile> files) =>
    [
        .. Directory.EnumerateFiles(target).Where(f => ResultFiles.IsOurs(Path.GetFileName(f))
            && files.All(n => n.Name != Path.GetFileName(f))),
    ];
}
