using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Simulator.Kernel;
using Xunit;

namespace Simulator.Tests.Kernel;

/// <summary>The compiler itself is asked: a wall-clock wait inside a process must not get through.</summary>
public class AwaitingARealTaskTests
{
    [Theory]
    [InlineData("await System.Threading.Tasks.Task.Delay(5);")]
    [InlineData("await System.Threading.Tasks.Task.FromResult(1);")]
    [InlineData("await new System.Threading.Tasks.ValueTask();")]
    [InlineData("await System.Threading.Tasks.Task.Yield();")]
    [InlineData("await System.Threading.Tasks.Task.Delay(5).ConfigureAwait(false);")]
    public void ARealTaskInsideAProcessDoesNotCompile(string statement) =>
        Assert.All(ErrorsOf(statement), e => Assert.True(e.Id is "CS0311" or "CS0315", e.ToString()));

    [Theory]
    [InlineData("await sim.Delay(Duration.Zero);")]
    [InlineData("bool got = await slots.Acquire();")]
    [InlineData("int answer = await sim.Rent<int>();")]
    [InlineData("await Run(sim, slots);")]
    public void TheKernelsOwnWaitsDo(string statement) => Assert.Empty(ErrorsOf(statement, atLeastOne: false));

    private static List<Diagnostic> ErrorsOf(string statement, bool atLeastOne = true)
    {
        var source = $$"""
            using Simulator.Kernel;
            static class Model { static async SimTask Run(Simulation sim, Slots slots) { {{statement}} } }
            """;
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll");
        var compilation = CSharpCompilation.Create(
            "Model",
            [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)],
            platform.Append(typeof(SimTask).Assembly.Location).Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var nowhere = new MemoryStream();
        var errors = compilation.Emit(nowhere, cancellationToken: TestContext.Current.CancellationToken).Diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        if (atLeastOne) Assert.NotEmpty(errors);
        return errors;
    }
}
