namespace Simulator;

/// <summary>Something the user can put right; each line says where and how, and no stack is shown.</summary>
internal sealed class UserMistakeException(IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    public IReadOnlyList<string> Lines => lines;

    /// <summary>A file or folder that cannot be used.</summary>
    public static UserMistakeException File(string path, string code, string why) =>
        new([$"{path}:1:1: error[{code}] {why}"]);

    public static bool IsAboutFiles(Exception e) => e is IOException or UnauthorizedAccessException;
}
