using Spectre.Console;

namespace Simulator;

/// <summary>Where a command's words go: results to the output, mistakes and progress to the error stream.</summary>
public sealed class Terminal
{
    // Redirected output is for files and grep: nothing is wrapped there.
    private const int Unwrapped = 10_000;

    private readonly bool _showsProgress;

    private Terminal(TextWriter output, TextWriter error, int? width, AnsiSupport ansi, bool showsProgress)
    {
        (Output, Error, _showsProgress) = (output, error, showsProgress);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.No ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (width is { } columns) Console.Profile.Width = columns;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary><see cref="Output"/> with colours and tables.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>
    /// The process's own streams; colours only on a terminal, and never with NO_COLOR (no-color.org).
    /// </summary>
    public static Terminal OfProcess()
    {
        var isFile = System.Console.IsOutputRedirected;
        var plain = isFile || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(System.Console.Out, System.Console.Error, isFile ? Unwrapped : null,
            plain ? AnsiSupport.No : AnsiSupport.Detect, !System.Console.IsErrorRedirected);
    }

    /// <summary>For text only, as if redirected.</summary>
    public static Terminal OfText(TextWriter output, TextWriter error) =>
        new(output, error, Unwrapped, AnsiSupport.No, showsProgress: false);

    /// <summary>
    /// Overwrites one line on the error stream; says nothing where nobody watches. Null clears the line.
    /// </summary>
    public void Progress(string? text)
    {
        if (!_showsProgress) return;
        Error.Write("\r\u001b[2K" + text);
        Error.Flush();
    }
}
