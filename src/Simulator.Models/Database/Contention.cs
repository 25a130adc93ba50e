namespace Simulator.Models.Database;

/// <summary>The universal scalability law: how much longer work takes when n do it at a time.</summary>
/// <param name="Sigma">Share that only one can do at a time (queueing for a lock).</param>
/// <param name="Kappa">Cost of agreeing with every other one (coherency).</param>
/// <remarks>Gunther 2007: throughput n / (1 + σ(n − 1) + κn(n − 1)) of what one alone does.</remarks>
public readonly record struct Contention(double Sigma, double Kappa)
{
    /// <summary>1 with one; n of them have a throughput of n over this.</summary>
    public double Inflation(int n) => 1 + (Sigma * (n - 1)) + (Kappa * n * (n - 1));
}
