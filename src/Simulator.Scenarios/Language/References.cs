using System.Text.Json.Nodes;
using Simulator.Scenarios.Language.Shapes;

namespace Simulator.Scenarios.Language;

/// <summary>
/// Names that must exist elsewhere in the scenario. They are looked up in the tree rather than in the records, so that
/// a mistake inside a service does not make its name unknown.
/// </summary>
internal static class References
{
    public static Shape<string> NodePool { get; } = Entry("nodes", "node pool");

    /// <summary>One of the pools of the service whose step it is.</summary>
    public static Shape<string> PoolOfService { get; } = new ReferenceShape<string>(Is.Name, CheckPool);

    /// <summary>A pool; its database, which may be that of its name, must be there.</summary>
    public static Shape<PoolSpec> Pool { get; } = new ReferenceShape<PoolSpec>(PoolSpec.Shape, CheckDatabase);

    public static Shape<EndpointRef> Endpoint { get; } = new ReferenceShape<EndpointRef>(
        new ScalarShape<EndpointRef>
        {
            What = "service/endpoint",
            Parse = ParseEndpoint,
            Format = e => e.ToString(),
            Schema = () => new JsonObject { ["type"] = "string", ["pattern"] = "^[^/]+/[^/]+$" },
            Text = true,
        },
        CheckEndpoint);

    /// <summary>An endpoint of the service that a probe or a timer belongs to.</summary>
    public static Shape<string> OwnEndpoint { get; } = new ReferenceShape<string>(Is.Name, (name, at, path, cx) =>
        CheckEndpoint(new EndpointRef(path.Under("services"), name), at, path, cx));

    public static Shape<string> Service { get; } = Entry("services", "service");

    public static Shape<string> Database { get; } = Entry("databases", "database");

    public static IEnumerable<string> Services(MapNode root) => Under(root, "services");

    public static IEnumerable<string> Clients(MapNode root) => Under(root, "clients");

    public static IEnumerable<string> Databases(MapNode root) => Under(root, "databases");

    public static IEnumerable<string> Pools(MapNode root, string service) => Under(root, "services", service, "pools");

    public static IEnumerable<string> Endpoints(MapNode root, string service) =>
        Under(root, "services", service, "endpoints");

    public static IEnumerable<string> Steps(MapNode root, string service, string endpoint) =>
        Find(root, "services", service, "endpoints", endpoint, "steps") is ListNode steps
            ? steps.ItemNames
            : [];

    /// <summary>True where some endpoint has a step that looks a name up.</summary>
    public static bool HasLookups(MapNode root, string service) => Endpoints(root, service)
        .Select(e => Find(root, "services", service, "endpoints", e, "steps"))
        .OfType<ListNode>()
        .SelectMany(steps => steps.Items.OfType<MapNode>())
        .Any(step => (step.FindEntry("dns") ?? step.FindEntry("call")) is not null);

    /// <summary>True where there is a map, be it empty.</summary>
    public static bool HasMap(MapNode root, params ReadOnlySpan<string> path) => Find(root, path) is MapNode;

    /// <summary>The names in a map of the tree; none when it is not there.</summary>
    public static IEnumerable<string> Under(MapNode root, params ReadOnlySpan<string> path) =>
        Find(root, path) is MapNode map ? map.Entries.Select(e => e.Key).Where(k => !Names.IsExtension(k)) : [];

    /// <summary>A name in a map at the top of the scenario.</summary>
    private static ReferenceShape<string> Entry(string section, string what) => new(Is.Name, (name, at, path, cx) =>
    {
        var known = Under(cx.Root, section).ToList();
        if (known.Contains(name)) return;
        cx.Error(at, "unknown-name", path, $"there is no {what} {Quote.Of(name)}.{Suggestion.For(name, known)}");
    });

    private static Node? Find(MapNode root, params ReadOnlySpan<string> path)
    {
        Node? node = root;
        foreach (var name in path) node = (node as MapNode)?.Find(name);
        return node;
    }

    private static Parsed<EndpointRef> ParseEndpoint(ScalarNode s)
    {
        if (s.Kind != ScalarKind.Text) return Is.NeedsQuotes(s);
        var parts = s.Text.Split('/');
        return parts is [{ Length: > 0 } service, { Length: > 0 } endpoint]
            ? new EndpointRef(service, endpoint)
            : new Mistake("wrong-value", $"{Quote.Of(s.Text)} is not service/endpoint, such as pdf/render");
    }

    private static void CheckPool(string name, SourcePosition at, NodePath path, ReadContext cx)
    {
        var service = path;
        while (service.Parent?.Parent?.Parent is not null) service = service.Parent;
        var pools = Under(cx.Root, "services", service.Name, "pools").ToList();
        if (pools.Contains(name)) return;
        var owner = Quote.Clean(service.Name);
        cx.Error(
            at, "unknown-name", path,
            pools.Count == 0
                ? $"the service {owner} has no pools: add pools: {{{Quote.Clean(name)}: {{library: node-postgres}}}}"
                : $"the service {owner} has no pool {Quote.Of(name)}.{Suggestion.For(name, pools)}");
    }

    private static void CheckDatabase(PoolSpec pool, SourcePosition at, NodePath path, ReadContext cx)
    {
        var databases = Databases(cx.Root).ToList();
        var name = pool.Database ?? path.Name;
        if (databases.Contains(name)) return;
        var hint = databases.Count == 0
            ? $" Add databases: {{{Quote.Clean(name)}: {{}}}}"
            : pool.Database is null
                ? $" A pool connects to the database of its own name, or to another: database: {databases[0]}"
                : Suggestion.For(name, databases);
        var where = pool.Database is null ? path : path.Child("database");
        cx.Error(
            pool.Database is null ? at : where.Locate(cx.Root).Position, "unknown-name", where,
            $"there is no database {Quote.Of(name)}.{hint}");
    }

    private static void CheckEndpoint(EndpointRef target, SourcePosition at, NodePath path, ReadContext cx)
    {
        var services = Services(cx.Root).ToList();
        if (!services.Contains(target.Service))
        {
            cx.Error(
                at, "unknown-name", path,
                $"there is no service {Quote.Of(target.Service)}.{Suggestion.For(target.Service, services)}");
            return;
        }

        var endpoints = Endpoints(cx.Root, target.Service).ToList();
        if (endpoints.Contains(target.Endpoint)) return;
        var hint = Suggestion.For(target.Endpoint, endpoints);
        cx.Error(
            at, "unknown-name", path,
            $"the service {target.Service} has no endpoint {Quote.Of(target.Endpoint)}.{hint}");
    }

    /// <summary>Names something else, which is looked up once the whole scenario is read.</summary>
    private sealed class ReferenceShape<T>(Shape<T> inner, Action<T, SourcePosition, NodePath, ReadContext> check)
        : Shape<T>
    {
        public override bool IsText => inner.IsText;

        public override IEnumerable<string> Names => inner.Names;

        public override IEnumerable<Shape> Children(string name) => inner.Children(name);

        public override JsonObject Describe(SchemaWriter schema) => inner.Describe(schema);

        public override Bound<T> Read(Node node, NodePath path, ReadContext cx)
        {
            var bound = inner.Read(node, path, cx);
            if (bound.IsValid) cx.Later(() => check(bound.Value, node.Position, path, cx));
            return bound;
        }
    }
}
