using Simulator.Scenarios.Language;

namespace Simulator;

/// <summary>The file of recordings that <c>truth</c> is given.</summary>
internal static class RecordingsInput
{
    /// <summary>What <paramref name="parse"/> makes of the file's text.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="parse">From the text to recordings, or to what is wrong with it.</param>
    /// <exception cref="UserMistakeException">There is no such text, or it is no recording.</exception>
    public static IReadOnlyList<T> Read<T>(
        string file, Func<string, (IReadOnlyList<T> Recordings, IReadOnlyList<string> Errors)> parse)
    {
        var (text, mistakes) = TextFile.Read(file);
        if (text is null) throw new UserMistakeException([.. mistakes.Select(m => m.ToString())]);
        return Valid(parse(text));
    }

    /// <summary>The recordings, if nothing is wrong with them.</summary>
    /// <exception cref="UserMistakeException">With all that is.</exception>
    public static IReadOnlyList<T> Valid<T>((IReadOnlyList<T> Recordings, IReadOnlyList<string> Errors) read) =>
        read.Errors.Count == 0 ? read.Recordings : throw new UserMistakeException(read.Errors);
}
