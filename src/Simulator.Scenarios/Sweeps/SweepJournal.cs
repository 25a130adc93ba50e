using Simulator.Scenarios.Trials;

namespace Simulator.Scenarios.Sweeps;

/// <summary>
/// The finished points of sweeps in a folder, a file each; a point is there whole or not at all. One sweep at a time.
/// </summary>
public sealed class SweepJournal : IDisposable
{
    private const string Scratch = ".part";

    private readonly string _folder;
    private readonly FileStream _lock;

    private SweepJournal(string folder, FileStream held) => (_folder, _lock) = (folder, held);

    /// <summary>Makes the folder where there is none, and clears away what was being written when a sweep died.</summary>
    /// <exception cref="SweepInUseException">Another sweep has it open.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static SweepJournal Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var held = Hold(Path.Combine(folder, "lock"));
        foreach (var torn in Directory.EnumerateFiles(folder, "*" + Scratch)) File.Delete(torn);
        return new SweepJournal(folder, held);
    }

    /// <summary>Null where it has not been finished, or what is there is not to be trusted.</summary>
    public Trial? Find(RunVariant point, TrialOptions options)
    {
        var key = PointRecord.Key(point, options);
        try
        {
            return PointRecord.Read(File.ReadAllBytes(FileOf(key)), key, point);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a finished point, and gives back what will be found.</summary>
    public Trial Put(Trial trial, TrialOptions options)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var key = PointRecord.Key(trial.Variant, options);
        var record = PointRecord.Write(key, trial);
        var scratch = FileOf(key) + Scratch;
        File.WriteAllBytes(scratch, record);
        File.Move(scratch, FileOf(key), overwrite: true);
        return PointRecord.Read(record, key, trial.Variant)
            ?? throw new InvalidOperationException("A point's record cannot be read back.");
    }

    public void Dispose() => _lock.Dispose();

    // The system lets go of it when the process ends, in whatever way.
    private static FileStream Hold(string file)
    {
        try
        {
            return new FileStream(
                file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new SweepInUseException(e);
        }
    }

    private string FileOf(string key) => Path.Combine(_folder, key + ".json");
}

/// <summary>Two sweeps cannot write into one folder at a time.</summary>
public sealed class SweepInUseException(Exception inner) : Exception("Another sweep has this folder open.", inner);
