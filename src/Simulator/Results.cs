using Simulator.Reports;

namespace Simulator;

/// <summary>Writes a folder of results; a folder that cannot be written is the user's to put right.</summary>
internal static class Results
{
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
}
