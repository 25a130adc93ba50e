using CsCheck;
using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

/// <summary>
/// The calendar against a sorted set: the same events in the same order, whatever is scheduled and cancelled when.
/// </summary>
public class CalendarPropertyTests
{
    /// <summary>What one event does: schedule with these delays, then cancel the handles with these numbers.</summary>
    private sealed record Step(int[] Delays, int[] Cancels);

    private static readonly Gen<Step> Steps =
        from delays in Gen.Int[0, 4].Array[0, 3]
        from cancels in Gen.Int[0, 1000].Array[0, 2]
        select new Step(delays, cancels);

    [Fact]
    public void TheOrderIsThatOfASortedSetWithDeliberateTies() =>
        Gen.Select(Gen.Int[0, 6].Array[1, 120], Steps.Array[0, 300]).Sample((first, steps) =>
        {
            var real = new Real(steps);
            var reference = new Reference(steps);
            foreach (var delay in first)
            {
                real.Schedule(delay);
                reference.Schedule(delay);
            }

            for (var end = 0; end <= 40; end += 4) // In slices: a run can be interrupted anywhere.
            {
                real.RunUntil(end);
                reference.RunUntil(end);
                Assert.Equal(reference.Log, real.Log);
                Assert.Equal(reference.Pending, real.Pending);
                Assert.Equal(reference.Fired, real.Fired);
            }
        }, iter: 1_000);

    private abstract class Script(Step[] steps)
    {
        private int _next;

        public List<string> Log { get; } = [];

        public long Fired { get; private set; }

        protected int Scheduled { get; set; }

        public abstract void Schedule(int delay);

        protected abstract bool Cancel(int number);

        protected void Happen(int number, long time)
        {
            Fired++;
            Log.Add($"{number}@{time}");
            if (_next == steps.Length) return;
            var step = steps[_next++];
            foreach (var delay in step.Delays) Schedule(delay);
            foreach (var c in step.Cancels) Log.Add($"cancel {c % Scheduled}: {Cancel(c % Scheduled)}");
        }
    }

    private sealed class Real : Script
    {
        private readonly Simulation _sim = new();
        private readonly List<EventHandle> _handles = [];
        private readonly Scripted _target;

        public Real(Step[] steps)
            : base(steps) => _target = new Scripted((code, _) => Happen(code, _sim.Now.Nanoseconds));

        public int Pending => _sim.PendingEvents;

        public override void Schedule(int delay) =>
            _handles.Add(_sim.Schedule(new Duration(delay), _target, Scheduled++));

        public void RunUntil(int end) => _sim.RunUntil(new SimTime(end));

        protected override bool Cancel(int number) => _sim.Cancel(_handles[number]);
    }

    private sealed class Reference(Step[] steps) : Script(steps)
    {
        private readonly SortedSet<(long Time, int Number)> _pending = [];
        private readonly List<long> _times = [];
        private long _now;

        public int Pending => _pending.Count;

        public override void Schedule(int delay)
        {
            _times.Add(_now + delay);
            _pending.Add((_now + delay, Scheduled++));
        }

        public void RunUntil(int end)
        {
            while (_pending.Count > 0 && _pending.Min.Time <= end)
            {
                var (time, number) = _pending.Min;
                _pending.Remove((time, number));
                _now = time;
                Happen(number, time);
            }

            _now = end;
        }

        protected override bool Cancel(int number) => _pending.Remove((_times[number], number));
    }
}
