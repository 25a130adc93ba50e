namespace Simulator.Scenarios;

/// <summary>An amount of CPU in whole millicores, as Kubernetes counts it.</summary>
public readonly record struct CpuQuantity(long Millicores) : IComparable<CpuQuantity>
{
    public double Cores => Millicores / 1000.0;

    public int CompareTo(CpuQuantity other) => Millicores.CompareTo(other.Millicores);

    public override string ToString() => Millicores % 1000 == 0 ? $"{Millicores / 1000}" : $"{Millicores}m";
}
