using Simulator.Models.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

/// <summary>The formulas against values from tables and against each other, before anything is held to them.</summary>
public class ClosedFormTests
{
    [Fact]
    public void ErlangTablesAgree()
    {
        Assert.Equal(0.5, ClosedForms.ErlangB(1, 1), 1e-12);
        Assert.Equal(0.2, ClosedForms.ErlangB(2, 1), 1e-12);
        Assert.Equal(1.0 / 16, ClosedForms.ErlangB(3, 1), 1e-12);
        Assert.Equal(1.0 / 3, ClosedForms.ErlangC(2, 1), 1e-12);
        Assert.Equal(0.7, ClosedForms.ErlangC(1, 0.7), 1e-12);
    }

    [Fact]
    public void SpecialCasesMeet()
    {
        Assert.Equal(ClosedForms.Mg1Wait(80, 0.01, 1) + 0.01, ClosedForms.Mm1Time(80, 100), 1e-12);
        Assert.Equal(ClosedForms.MmcWait(1, 80, 100), ClosedForms.Mg1Wait(80, 0.01, 1), 1e-12);
        Assert.Equal(ClosedForms.SharingTime(80, 0.01), ClosedForms.Mm1Time(80, 100), 1e-12);
        Assert.Equal(ClosedForms.Mm1Time(80, 100) * 80, ClosedForms.Mm1Number(80, 100), 1e-12);
        Assert.Equal(ClosedForms.ErlangB(3, 2.4), ClosedForms.MmckStates(3, 3, 240, 100)[3], 1e-12);
        var many = ClosedForms.MmckStates(3, 500, 240, 100);
        Assert.Equal(ClosedForms.ErlangC(3, 2.4), many.Skip(3).Sum(), 1e-9);
        Assert.Equal((40 / 0.7, 24 / 0.7), ClosedForms.JacksonRates(40, 0.6, 0.5));
    }
}
