using System.Text.Json.Nodes;

namespace Simulator.Scenarios.Language.Shapes;

/// <summary>A scalar with a grammar of its own.</summary>
internal sealed class ScalarShape<T> : Shape<T>
{
    /// <summary>What it is, for messages: <c>a time such as 100ms or 1m30s</c>.</summary>
    public required string What { get; init; }

    public required Func<ScalarNode, Parsed<T>> Parse { get; init; }

    /// <summary>The canonical text, which reads back as the same value.</summary>
    public required Func<T, string> Format { get; init; }

    public required Func<JsonObject> Schema { get; init; }

    public bool Text { get; init; }

    /// <summary>Null where values are no amounts.</summary>
    public AmountKind<T>? Amount { get; init; }

    public override bool IsText => Text;

    public override IEnumerable<AmountScale> Scales => Amount is null ? [] : [Amount.Of(this)];

    public override JsonObject Describe(SchemaWriter schema) => Schema();

    public override Bound<T> Read(Node node, NodePath path, ReadContext cx)
    {
        if (node is not ScalarNode scalar)
            return cx.Error(node, "wrong-type", path, $"expected {What}, found {ReadContext.Kind(node)}");
        if (scalar.IsNull)
            return cx.Error(
                node, "wrong-type", path, $"expected {What}, found nothing: give a value or remove the key");
        var parsed = Parse(scalar);
        if (parsed.Code is not null) return cx.Error(node, parsed.Code, path, parsed.Message!);
        return new Bound<T>(true, parsed.Value, Write(parsed.Value, node.Position, node.Origin));
    }

    public ScalarNode Write(T value, SourcePosition at, string? origin) => new(at, Format(value), !Text, origin);
}

/// <summary>A value, or a mistake's code and message.</summary>
internal readonly record struct Parsed<T>(T Value, string? Code, string? Message)
{
    public static implicit operator Parsed<T>(T value) => new(value, null, null);

    public static implicit operator Parsed<T>(Mistake mistake) => new(default!, mistake.Code, mistake.Message);
}

/// <summary>Why a scalar is not what it should be.</summary>
internal readonly record struct Mistake(string Code, string Message);
