using System.Text;

namespace Simulator.Scenarios.Language;

/// <summary>Reads a text file that anybody may have written: bounded in size, strict UTF-8, no binary.</summary>
internal static class SourceText
{
    /// <summary>The largest scenario; the largest that ships has some 5 kB.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The whole text, or null and a diagnostic.</summary>
    public static string? Load(string path, string shownAs, int maxBytes, DiagnosticBag bag)
    {
        try
        {
            if (Directory.Exists(path))
            {
                bag.Add(SourcePosition.StartOf(shownAs), "unreadable", "", "is a folder, not a file");
                return null;
            }

            if (NamedPipe.Is(path))
            {
                bag.Add(
                    SourcePosition.StartOf(shownAs), "unreadable", "",
                    "is a named pipe, and reading one may wait for ever; give a file, or /dev/stdin");
                return null;
            }

            using var stream = File.OpenRead(path);
            var bytes = ReadBounded(stream, maxBytes + 1);
            if (bytes.Length <= maxBytes) return Decode(bytes, shownAs, bag);
            bag.Add(
                SourcePosition.StartOf(shownAs),
                "too-big",
                "",
                $"has more than {maxBytes >> 20} MB, the most that is read");
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            bag.Add(SourcePosition.StartOf(shownAs), "unreadable", "", "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            bag.Add(SourcePosition.StartOf(shownAs), "unreadable", "", "may not be read: you lack the permission");
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            bag.Add(SourcePosition.StartOf(shownAs), "unreadable", "", $"cannot be read: {Quote.Clean(e.Message)}");
        }

        return null;
    }

    /// <summary>Strict UTF-8 with or without its mark, and no control characters but tab and line ends.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, string shownAs, DiagnosticBag bag)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            bag.Add(SourcePosition.StartOf(shownAs), "encoding", "", "is UTF-16; save it as UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        if (!Check(text, bytes, shownAs, bag)) return null;
        return text;
    }

    private static bool Check(string text, ReadOnlySpan<byte> bytes, string shownAs, DiagnosticBag bag)
    {
        var bad = FirstControl(text);
        var invalid = bytes.Length > 0 && !System.Text.Unicode.Utf8.IsValid(bytes) ? text.IndexOf('\uFFFD') : -1;
        var (at, code) = (bad, invalid) switch
        {
            (< 0, < 0) => (-1, ""),
            (>= 0, < 0) => (bad, "binary"),
            (< 0, >= 0) => (invalid, "encoding"),
            _ => bad < invalid ? (bad, "binary") : (invalid, "encoding"),
        };
        if (at < 0) return true;
        var message = code == "binary"
            ? $"has a control character (U+{(int)text[at]:X4}) here: this is not a text file"
            : "is not valid UTF-8 here; save it as UTF-8";
        bag.Add(PositionOf(text, at, shownAs), code, "", message);
        return false;
    }

    private static bool IsText(char c) => c is '\t' or '\n' or '\r' or '\x85' || c is >= ' ' and < '\x7F' or > '\x9F';

    private static int FirstControl(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsText(text[i])) return i;
        return -1;
    }

    private static SourcePosition PositionOf(string text, int index, string file)
    {
        var before = text.AsSpan(0, index);
        var line = before.Count('\n') + 1;
        return new SourcePosition(file, line, index - (before.LastIndexOf('\n') + 1) + 1);
    }

    private static byte[] ReadBounded(Stream stream, int most)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 << 10];
        while (buffer.Length < most)
        {
            var read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, most - buffer.Length));
            if (read == 0) break;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }
}
