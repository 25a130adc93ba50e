using System.Text;
using Simulator.Scenarios.Sizing;

namespace Simulator.Reports.Sizing;

/// <summary>What a search for the smallest limit leaves in its folder.</summary>
public static class SizeFiles
{
    public static IReadOnlyList<ResultFile> Of(SizeResult result, bool plots)
    {
        var files = new List<ResultFile>
        {
            new("size.csv", s => SizeCsv.Write(s, result)),
            new("size.json", s => SizeJson.Write(s, result)),
        };
        if (DeploymentPatch.Of(result) is { } patch)
            files.Add(new ResultFile("patch.yaml", s => s.Write(Encoding.UTF8.GetBytes(patch))));
        if (!plots || SizePlot.Of(result) is not { } figure) return files;
        files.Add(new ResultFile(figure.Name + ".png", s => s.Write(figure.ToPng())));
        files.Add(new ResultFile(figure.Name + ".svg", s => s.Write(Encoding.UTF8.GetBytes(figure.ToSvg()))));
        return files;
    }
}
