namespace Simulator;

/// <summary>Something the user can put right; each line says where and how, and no stack is shown.</summary>
internal sealed class UserMistakeException(IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    public IReadOnlyList<string> Lines => lines;

    /// <summary>A file or folder that cannot be used.</summary>
    public static UserMistakeException File(string path, string code, string why) =>
        new([$"{path}:1:1: error[{code}] {why}"]);

    /// <summary>A file that cannot be read, or not be written, and why: in our words where there are any.</summary>
    public static UserMistakeException File(string path, string code, Exception why) => File(path, code, why switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException when Directory.Exists(path) => "is a folder, not a file",
        UnauthorizedAccessException => "you lack the permission",
        _ => why.Message,
    });

    public static bool IsAboutFiles(Exception e) => e is IOException or UnauthorizedAccessException;
}
