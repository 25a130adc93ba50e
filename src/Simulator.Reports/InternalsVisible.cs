using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Simulator.Tests")]
