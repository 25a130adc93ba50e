namespace Simulator.Reports.Formats;

/// <summary>Where a file is, seen from the folder in which a program was started: what a code host can match.</summary>
public static class RelativeUri
{
    /// <summary>With slashes and escapes; a file outside of the working folder by its name alone.</summary>
    public static string Of(string file) =>
        string.Join('/', Path(file).Split('/', '\\').Select(Uri.EscapeDataString));

    /// <summary>The same for people.</summary>
    public static string Path(string file)
    {
        if (!System.IO.Path.IsPathRooted(file)) return file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file;
        var relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, file);
        return System.IO.Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? System.IO.Path.GetFileName(file)
            : relative;
    }
}
