using System.Text;
using Simulator.Scenarios.Sweeps;

namespace Simulator.Reports.Sweeps;

/// <summary>What a sweep leaves in its folder: a tidy table, the same for machines, and a picture.</summary>
public static class SweepFiles
{
    /// <param name="sweep">What was measured.</param>
    /// <param name="plots">False: tables only.</param>
    public static IReadOnlyList<ResultFile> Of(SweepResult sweep, bool plots)
    {
        var files = new List<ResultFile>
        {
            new("sweep.csv", s => SweepCsv.Write(s, sweep)),
            new("sweep.json", s => SweepJson.Write(s, sweep)),
        };
        if (!plots) return files;
        foreach (var figure in SweepFigures.Of(new SweepView(sweep)))
        {
            files.Add(new ResultFile(figure.Name + ".png", s => s.Write(figure.ToPng())));
            files.Add(new ResultFile(figure.Name + ".svg", s => s.Write(Encoding.UTF8.GetBytes(figure.ToSvg()))));
        }

        return files;
    }

    /// <summary>Why there is no picture; null where there is one.</summary>
    public static string? WhyNoPlot(SweepResult sweep) => SweepFigures.WhyNone(new SweepView(sweep));

    /// <summary>
    /// Writes each file beside the sweep's finished points and moves it in; pictures of an earlier sweep that this one
    /// does not have go.
    /// </summary>
    /// <param name="folder">Of the results.</param>
    /// <param name="scratch">A folder that only this sweep writes into, on the same disk.</param>
    /// <param name="files">All of them.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, string scratch, IReadOnlyList<ResultFile> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            var part = Path.Combine(scratch, file.Name + ".part");
            using (var stream = File.Create(part)) file.Write(stream);
            File.Move(part, Path.Combine(folder, file.Name), overwrite: true);
        }

        foreach (var old in Directory.EnumerateFiles(folder).Where(f => SweepFigures.IsOurs(Path.GetFileName(f))))
            if (files.All(f => f.Name != Path.GetFileName(old))) File.Delete(old);
    }
}
