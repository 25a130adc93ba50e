using Simulator.Scenarios.Language;

namespace Simulator.Scenarios;

/// <summary>An amount of CPU in whole millicores, as Kubernetes counts it.</summary>
public readonly record struct CpuQuantity(long Millicores) : IComparable<CpuQuantity>
{
    public double Cores => Millicores / 1000.0;

    /// <summary>Reads <c>500m</c> or <c>0.5</c>.</summary>
    public static bool TryParse(string text, out CpuQuantity cpu)
    {
        var parsed = Quantities.ParseCpu(text);
        cpu = parsed.Code is null ? parsed.Value : default;
        return parsed.Code is null;
    }

    public int CompareTo(CpuQuantity other) => Millicores.CompareTo(other.Millicores);

    public override string ToString() => Millicores % 1000 == 0 ? $"{Millicores / 1000}" : $"{Millicores}m";
}
