using System.Xml;

namespace Simulator.Reports.Formats;

/// <summary>Text fit for XML, which knows no control characters, not even escaped.</summary>
internal static class XmlTextOf
{
    public static string Any(string text) => string.Create(text.Length, text, (span, s) =>
    {
        for (var i = 0; i < s.Length; i++)
        {
            var isPair = i + 1 < s.Length && XmlConvert.IsXmlSurrogatePair(s[i + 1], s[i]);
            var isSecond = i > 0 && XmlConvert.IsXmlSurrogatePair(s[i], s[i - 1]);
            span[i] = isPair || isSecond || XmlConvert.IsXmlChar(s[i]) ? s[i] : '\uFFFD';
        }
    });
}
