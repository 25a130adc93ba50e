namespace Simulator.Kernel;

/// <summary>
/// A level over time (queue length, places in use): mean, maximum and integral over spans of whole windows.
/// </summary>
/// <remarks>Nothing is switched off during warm-up: ask for a span that begins after it.</remarks>
public sealed class Gauge
{
    private readonly Simulation _simulation;
    private readonly long _window;
    private double[] _integrals = new double[16];
    private double[] _maxima = new double[16];
    private int _closed;
    private long _since;
    private double _integral;
    private double _max;

    /// <param name="simulation">Whose clock counts.</param>
    /// <param name="window">Resolution of the spans that can be asked for; Forever: the whole run only.</param>
    /// <param name="level">At the start.</param>
    public Gauge(Simulation simulation, Duration window, double level = 0)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        if (window <= Duration.Zero)
            throw new ArgumentOutOfRangeException(nameof(window), $"{window} is not positive.");
        _simulation = simulation;
        _window = window.Nanoseconds;
        _since = simulation.Now.Nanoseconds;
        (Level, _max) = (level, level);
        _closed = (int)(_since / _window);
        if (_closed >= _integrals.Length) Resize(_closed + 1);
    }

    /// <summary>One window a second.</summary>
    public Gauge(Simulation simulation)
        : this(simulation, Duration.FromSeconds(1))
    {
    }

    /// <summary>Now.</summary>
    public double Level { get; private set; }

    public Duration Window => new(_window);

    public void Set(double level)
    {
        CatchUp();
        Level = level;
        if (level > _max) _max = level;
    }

    public void Add(double change) => Set(Level + change);

    /// <summary>
    /// Level times seconds from <paramref name="from"/> to <paramref name="to"/> (multiples of the window, or now).
    /// </summary>
    public double Integral(SimTime from, SimTime to)
    {
        var (first, end, open) = Span(from, to);
        var sum = open ? _integral : 0;
        for (var i = first; i < end; i++) sum += _integrals[i];
        return sum / 1e9;
    }

    /// <summary>Average level over a span as in <see cref="Integral"/>; the level itself for an empty span.</summary>
    public double Mean(SimTime from, SimTime to) => to == from ? Level : Integral(from, to) / (to - from).TotalSeconds;

    /// <summary>Average level of the whole run up to now.</summary>
    public double Mean() => Mean(SimTime.Zero, _simulation.Now);

    /// <summary>Highest level in a span as in <see cref="Integral"/>, that at its beginning included.</summary>
    public double Max(SimTime from, SimTime to)
    {
        var (first, end, open) = Span(from, to);
        var max = open ? _max : double.NegativeInfinity;
        for (var i = first; i < end; i++) max = Math.Max(max, _maxima[i]);
        return double.IsNegativeInfinity(max) ? Level : max;
    }

    private (int First, int End, bool Open) Span(SimTime from, SimTime to)
    {
        CatchUp();
        var now = _simulation.Now.Nanoseconds;
        if (to < from || to.Nanoseconds > now || from.Nanoseconds % _window != 0 ||
            (to.Nanoseconds % _window != 0 && to.Nanoseconds != now))
            throw new ArgumentException($"{from}..{to} is not a span of whole windows of {Window} up to now.");
        var end = (int)(to.Nanoseconds / _window);
        return ((int)(from.Nanoseconds / _window), end, to.Nanoseconds % _window != 0);
    }

    private void CatchUp()
    {
        var now = _simulation.Now.Nanoseconds;
        while (now - ((long)_closed * _window) >= _window) CloseWindow();
        _integral += Level * (now - _since);
        _since = now;
    }

    private void CloseWindow()
    {
        var end = (_closed + 1L) * _window;
        if (_closed == _integrals.Length) Resize(_closed * 2);
        _integrals[_closed] = _integral + (Level * (end - _since));
        _maxima[_closed] = _max;
        _closed++;
        (_since, _integral, _max) = (end, 0, Level);
    }

    private void Resize(int length)
    {
        Array.Resize(ref _integrals, length);
        Array.Resize(ref _maxima, length);
    }
}
