using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Simulator.Kernel;

/// <summary>
/// A law of chance over plain numbers, whatever their unit; each sample takes exactly one draw of the stream.
/// </summary>
internal abstract record Law
{
    public abstract double Mean { get; }

    public abstract double Sample(RandomStream stream);

    /// <summary>Its name and parameters, with numbers in the caller's unit.</summary>
    public abstract string Describe(Func<double, string> unit);

    protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");

    protected static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be finite and not negative.");

    internal sealed record Constant(double Value) : Law
    {
        public double Value { get; } = NotNegative(Value, "value");

        public override double Mean => Value;

        public override double Sample(RandomStream stream)
        {
            stream.NextUInt64(); // A constant in place of a distribution must not shift the draws that follow.
            return Value;
        }

        public override string Describe(Func<double, string> unit) => $"constant({unit(Value)})";
    }

    internal sealed record Uniform(double Min, double Max) : Law
    {
        public double Min { get; } = NotNegative(Min, "min");

        public double Max { get; } = Max >= Min && double.IsFinite(Max)
            ? Max
            : throw new ArgumentOutOfRangeException("max", Max, "Must be finite and not below min.");

        public override double Mean => (Min + Max) / 2;

        public override double Sample(RandomStream stream) => Min + ((Max - Min) * stream.NextDouble());

        public override string Describe(Func<double, string> unit) => $"uniform({unit(Min)}..{unit(Max)})";
    }

    internal sealed record Exponential(double Average) : Law
    {
        public double Average { get; } = Positive(Average, "mean");

        public override double Mean => Average;

        public override double Sample(RandomStream stream) => stream.NextExponential(Average);

        public override string Describe(Func<double, string> unit) => $"exponential(mean {unit(Average)})";
    }

    /// <summary>By median and sigma; the 99th percentile is kept when that is how it was given.</summary>
    internal sealed record LogNormal(double Median, double Sigma, double? P99 = null) : Law
    {
        /// <summary>The standard normal's 99th percentile.</summary>
        private const double Z99 = 2.3263478740408408;

        public double Median { get; } = Positive(Median, "median");

        public double Sigma { get; } = NotNegative(Sigma, "sigma");

        public override double Mean => Median * Math.Exp(Sigma * Sigma / 2);

        public static LogNormal FromPercentiles(double p50, double p99)
        {
            Positive(p50, nameof(p50));
            if (!(p99 >= p50) || !double.IsFinite(p99))
                throw new ArgumentOutOfRangeException(nameof(p99), p99, "Must be finite and not below p50.");
            return new LogNormal(p50, Math.Log(p99 / p50) / Z99, p99);
        }

        public override double Sample(RandomStream stream) =>
            Median * Math.Exp(Sigma * Normal.InvCDF(0, 1, stream.NextOpenDouble()));

        public override string Describe(Func<double, string> unit) => P99 is { } p99
            ? $"lognormal(p50 {unit(Median)}, p99 {unit(p99)})"
            : $"lognormal(median {unit(Median)}, sigma {Sigma:0.####})";
    }

    internal sealed record Gamma(double Shape, double Average) : Law
    {
        public double Shape { get; } = Positive(Shape, "shape");

        public double Average { get; } = Positive(Average, "mean");

        public override double Mean => Average;

        // Marsaglia and Tsang 2000 rejects, so it draws from a generator of its own, seeded by the one draw.
        public override double Sample(RandomStream stream)
        {
            var own = new SplitMix64(stream.NextUInt64());
            var boost = Shape < 1 ? Math.Pow(own.NextOpenDouble(), 1 / Shape) : 1;
            var d = (Shape < 1 ? Shape + 1 : Shape) - (1.0 / 3);
            var c = 1 / Math.Sqrt(9 * d);
            while (true)
            {
                var x = Normal.InvCDF(0, 1, own.NextOpenDouble());
                var v = 1 + (c * x);
                if (v <= 0) continue;
                v = v * v * v;
                if (Math.Log(own.NextOpenDouble()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
                    return d * v * boost * Average / Shape;
            }
        }

        public override string Describe(Func<double, string> unit) =>
            $"gamma(shape {Shape:0.####}, mean {unit(Average)})";
    }

    /// <summary>What lies beyond a bound counts as the bound.</summary>
    internal sealed record Weibull(
        double Shape, double Scale, double Min = 0, double Max = double.PositiveInfinity) : Law
    {
        public double Shape { get; } = Positive(Shape, "shape");

        public double Scale { get; } = Positive(Scale, "scale");

        public double Min { get; } = NotNegative(Min, "min");

        public double Max { get; } = Max >= Min
            ? Max
            : throw new ArgumentOutOfRangeException("max", Max, "Must not be below min.");

        /// <summary>The lower bound, and the integral of what is left above x from there to the upper one.</summary>
        public override double Mean => Min + (MeanUpTo(Max) - MeanUpTo(Min));

        public override double Sample(RandomStream stream) =>
            Math.Clamp(Scale * Math.Pow(-Math.Log(stream.NextOpenDouble()), 1 / Shape), Min, Max);

        public override string Describe(Func<double, string> unit)
        {
            var bounds = (Min > 0 ? $", min {unit(Min)}" : "") + (double.IsFinite(Max) ? $", max {unit(Max)}" : "");
            return $"weibull(shape {Shape:0.####}, scale {unit(Scale)}{bounds})";
        }

        // Of values cut off at x.
        private double MeanUpTo(double x)
        {
            var whole = Scale * SpecialFunctions.Gamma(1 + (1 / Shape));
            return double.IsFinite(x)
                ? whole * SpecialFunctions.GammaLowerRegularized(1 / Shape, Math.Pow(x / Scale, Shape))
                : whole;
        }
    }

    internal sealed record Pareto(double Shape, double Min) : Law
    {
        public double Shape { get; } = Positive(Shape, "shape");

        public double Min { get; } = Positive(Min, "min");

        public override double Mean => Shape > 1 ? Shape * Min / (Shape - 1) : double.PositiveInfinity;

        public override double Sample(RandomStream stream) => Min * Math.Pow(stream.NextOpenDouble(), -1 / Shape);

        public override string Describe(Func<double, string> unit) => $"pareto(shape {Shape:0.####}, min {unit(Min)})";
    }

    /// <summary>Draws one of the values, each as likely as the other.</summary>
    internal sealed record Empirical : Law
    {
        private readonly double[] _values;

        public Empirical(IEnumerable<double> values)
        {
            _values = [.. values];
            if (_values.Length == 0) throw new ArgumentException("There are no values.", nameof(values));
            foreach (var v in _values) NotNegative(v, nameof(values));
            Array.Sort(_values); // Sorted, one draw gives the same quantile in two variants of a list.
            Mean = _values.Average();
        }

        public override double Mean { get; }

        public override double Sample(RandomStream stream) => _values[(int)(stream.NextDouble() * _values.Length)];

        public override string Describe(Func<double, string> unit) =>
            $"empirical({_values.Length} values, mean {unit(Mean)})";

        public bool Equals(Empirical? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

        public override int GetHashCode() => HashCode.Combine(_values.Length, Mean);
    }
}
