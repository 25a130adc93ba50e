using System.Text;

namespace Simulator.Scenarios.Language;

/// <summary>
/// The way from the root of a scenario to a value: <c>services.pdf.endpoints.render.steps[1].cpu</c>.
/// </summary>
internal sealed class NodePath
{
    private readonly NodePath? _parent;
    private readonly string _name;
    private readonly int _index;

    private NodePath(NodePath? parent, string name, int index) => (_parent, _name, _index) = (parent, name, index);

    public static NodePath Root { get; } = new(null, "", -1);

    /// <summary>The last name; empty at the root and at a list's item.</summary>
    public string Name => _name;

    public NodePath? Parent => _parent;

    /// <summary>True where the way begins with that name.</summary>
    public bool IsUnder(string first) =>
        _parent is not null && (_parent._parent is null ? _name == first : _parent.IsUnder(first));

    /// <summary>The name right under the first one, which is this: of <c>services.pdf.timers</c>, <c>pdf</c>.</summary>
    public string Under(string first) =>
        _parent is { _parent._parent: null } && _parent._name == first ? _name : _parent!.Under(first);

    public NodePath Child(string name) => new(this, name, -1);

    public NodePath Item(int index) => new(this, "", index);

    /// <summary>A path whose names hold neither dots nor quotes.</summary>
    public static NodePath Of(params ReadOnlySpan<string> names)
    {
        var path = Root;
        foreach (var name in names) path = path.Child(name);
        return path;
    }

    /// <summary>The node at this path, or the nearest one above it that is there.</summary>
    public Node Locate(Node root)
    {
        if (_parent is null) return root;
        var above = _parent.Locate(root);
        return above switch
        {
            MapNode map when _index < 0 => map.Find(_name) ?? map,
            ListNode list when _index >= 0 && _index < list.Items.Length => list.Items[_index],
            _ => above,
        };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        if (_parent is null) return;
        _parent.Write(text);
        if (_index >= 0)
        {
            text.Append('[').Append(_index).Append(']');
            return;
        }

        if (text.Length > 0) text.Append('.');
        var name = Quote.Clean(_name);
        if (name.AsSpan().IndexOfAny(".\"* ") >= 0) text.Append('"').Append(name).Append('"');
        else text.Append(name);
    }
}
