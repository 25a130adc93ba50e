using Simulator.Kernel;

namespace Simulator.Models.Traffic;

/// <summary>Arrivals at a rate that may change: Poisson, or evenly spaced in expected arrivals.</summary>
/// <remarks>
/// By inversion of the integrated rate and not by thinning: one draw an arrival, so that a changed rate leaves the
/// draws of all later arrivals where they were. Evenly spaced ones come at the end of each spacing.
/// </remarks>
public sealed class RateArrivals : Arrivals
{
    private readonly RateProfile _profile;
    private readonly RandomStream? _stream;
    private readonly double _startOffset;
    private double _seconds;

    private RateArrivals(RateProfile profile, RandomStream? stream, Duration startOffset)
    {
        _profile = profile;
        _stream = stream;
        _startOffset = startOffset.TotalSeconds;
        _seconds = _startOffset;
    }

    /// <param name="profile">The rate.</param>
    /// <param name="stream">Of this client alone.</param>
    /// <param name="startOffset">Where in the profile the run starts.</param>
    public static RateArrivals Poisson(RateProfile profile, RandomStream stream, Duration startOffset = default) =>
        new(profile, stream, startOffset);

    public static RateArrivals Even(RateProfile profile) => new(profile, null, Duration.Zero);

    public override bool TryNext(out Arrival next)
    {
        _seconds = _profile.Advance(_seconds, _stream?.NextExponential(1.0) ?? 1.0);
        var since = _seconds - _startOffset;
        var comes = since < Duration.Forever.TotalSeconds;
        next = comes ? new Arrival(SimTime.Zero + Duration.FromSeconds(since)) : default;
        return comes;
    }
}
