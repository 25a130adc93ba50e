namespace Simulator.Tests.Golden;

/// <summary>Where the repository is that the tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Simulator.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return System.IO.Path.Combine([folder.FullName, .. parts]);
    }
}
