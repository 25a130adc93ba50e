using System.Formats.Tar;

namespace Simulator.Scenarios.Language;

/// <summary>
/// Tells a named pipe (mkfifo) by its entry in the file system: to open one waits until somebody writes.
/// </summary>
internal static class NamedPipe
{
    /// <summary>
    /// False for /dev/stdin and a shell's <c>&lt;(command)</c>, which have a writer, and for what is not there.
    /// </summary>
    public static bool Is(string path)
    {
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (!file.Exists || file.Length > 0) return false;

        // The library says what kind of file something is nowhere else; an entry's header needs no opening.
        using var header = new MemoryStream();
        try
        {
            using var writer = new TarWriter(header, leaveOpen: true);
            writer.WriteEntry(file.FullName, "file");
        }
        catch (IOException)
        {
            return false; // A socket, or gone by now: whoever opens it is told so.
        }

        header.Position = 0;
        using var reader = new TarReader(header);
        return reader.GetNextEntry()?.EntryType == TarEntryType.Fifo;
    }
}
