using Simulator.Models.Dns;

namespace Simulator.Scenarios.Truth;

/// <summary>Replays recordings of real resolvers and says where the model first differs.</summary>
public static class DnsTruth
{
    public static DnsTruthRow Compare(DnsRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (DnsCall.Of(recording) is not { } call)
            return Row(recording, 0, $"no resolver is known as '{recording.Profile}'");
        var options = new DnsReplayOptions
        {
            Profile = call.Profile,
            ResolvConf = recording.ResolvConf,
            Zone = recording.Zone,
            Name = recording.Name,
            Ipv4Only = call.Ipv4Only,
            Count = call.Count,
        };
        var conf = ResolvConf.Parse(recording.ResolvConf, call.Profile.Family);
        // glibc's rotation starts anywhere: one of the starts must be the recorded one.
        var starts = conf.Rotate && call.Profile.Family == ResolverFamily.Glibc ? conf.Servers.Length : 1;
        DnsTruthRow? first = null;
        for (var start = 0; start < starts; start++)
        {
            var result = DnsReplay.Run(starts == 1 ? options : options with { FirstServer = start });
            var queries = DnsShape.Sends(result, recording.Zone).Length;
            var row = Row(recording, queries, Difference(recording, call, conf, result));
            if (row.IsMet) return row;
            first ??= row;
        }

        return first!;
    }

    private static DnsTruthRow Row(DnsRecording recording, int simulated, string? difference) => new(
        recording.Case, recording.Profile, recording.IsJittered, recording.Sends.Length, simulated, difference);

    private static string? Difference(DnsRecording recording, DnsCall call, ResolvConf conf, DnsReplayResult result)
    {
        var sends = DnsShape.Sends(result, recording.Zone);
        // Go's families race for the rotating counter.
        var anyServer = conf.Rotate && call.Profile.Family is ResolverFamily.Go or ResolverFamily.NodeResolve;
        return Outcomes(recording, call, result)
            ?? (recording.IsJittered ? Counts(recording, sends) : Steps(recording.Sends, sends, anyServer))
            ?? Elapsed(recording, result);
    }

    private static string? Counts(DnsRecording recording, IReadOnlyList<RecordedSend> simulated) =>
        simulated.Count == recording.Sends.Length
            ? null
            : $"{recording.Sends.Length} queries were measured, {simulated.Count} simulated";

    private static string? Steps(
        IReadOnlyList<RecordedSend> measured, IReadOnlyList<RecordedSend> simulated, bool anyServer)
    {
        var (theirs, ours) = (Names(measured), Names(simulated));
        for (var step = 0; step < Math.Max(theirs.Count, ours.Count); step++)
        {
            if (step >= ours.Count) return $"name {step + 1}, {theirs[step][0].Name}, was measured but not simulated";
            if (step >= theirs.Count) return $"name {step + 1}, {ours[step][0].Name}, was simulated but not measured";
            if (!string.Equals(theirs[step][0].Name, ours[step][0].Name, StringComparison.OrdinalIgnoreCase))
                return $"name {step + 1}: {theirs[step][0].Name} was measured, {ours[step][0].Name} simulated";
            var missing = Words(theirs[step], anyServer);
            var extra = new List<string>();
            foreach (var word in Words(ours[step], anyServer))
                if (!missing.Remove(word)) extra.Add(word);
            if (missing.Count == 0 && extra.Count == 0) continue;
            return $"name {step + 1}, {theirs[step][0].Name}: measured only [{string.Join("; ", missing)}], "
                + $"simulated only [{string.Join("; ", extra)}]";
        }

        return null;
    }

    // Runs of one name: within a run the order is the network's.
    private static List<List<RecordedSend>> Names(IReadOnlyList<RecordedSend> sends)
    {
        var runs = new List<List<RecordedSend>>();
        foreach (var send in sends)
        {
            var last = runs.Count == 0 ? null : runs[^1][0].Name;
            if (!string.Equals(last, send.Name, StringComparison.OrdinalIgnoreCase)) runs.Add([]);
            runs[^1].Add(send);
        }

        return runs;
    }

    private static List<string> Words(List<RecordedSend> sends, bool anyServer) =>
    [
        .. sends.Select(s => $"{s.Ms:0.###} ms {s.Type} {(anyServer ? "*" : s.Server)} {s.Transport} {s.Reply}"),
    ];

    private static string? Outcomes(DnsRecording recording, DnsCall call, DnsReplayResult result)
    {
        if (result.IsCut) return "the replay was stopped: too many queries";
        var outcomes = result.Lookups.Select(l => l.Outcome).ToList();
        var (measured, simulated) = (string.Join(' ', recording.Ok), string.Join(' ', outcomes.Select(o => o.IsFound)));
        if (measured != simulated)
            return $"outcome: {measured} was measured, {simulated} simulated"
                + string.Concat(outcomes.Select(o => $" ({o.Error})"));
        var theirs = recording.Err.Select(e => Essence(e, call)).ToList();
        var ours = outcomes.Where(o => !o.IsFound).Select(o => Essence(o.Error, call)).ToList();
        if (!theirs.SequenceEqual(ours))
            return $"error: '{string.Join("', '", theirs)}' was measured, '{string.Join("', '", ours)}' simulated";
        var addresses = outcomes.SelectMany(o => o.Addresses).Distinct().Order(StringComparer.Ordinal).ToList();
        return addresses.SequenceEqual(recording.Addrs.Distinct().Order(StringComparer.Ordinal))
            ? null
            : $"addresses: {string.Join(' ', recording.Addrs)} was measured, {string.Join(' ', addresses)} simulated";
    }

    // Go's words name ports, and whichever family failed last; Java repeats the name, alone when it comes from the
    // cache.
    private static string Essence(string error, DnsCall call) => call.Profile switch
    {
        { Family: ResolverFamily.Go } =>
            error[(error.LastIndexOf(": ", StringComparison.Ordinal) is >= 0 and var at ? at + 2 : 0)..],
        { Name: "java" } => "UnknownHostException",
        _ => error,
    };

    private static string? Elapsed(DnsRecording recording, DnsReplayResult result)
    {
        if (recording.IsJittered || recording.ElapsedMs is not { } measured) return null;
        var simulated = DnsShape.Rounded(result.Elapsed, recording.Zone);
        return simulated == measured ? null
            : $"elapsed: {measured:0.###} ms was measured, {simulated:0.###} ms simulated";
    }
}
