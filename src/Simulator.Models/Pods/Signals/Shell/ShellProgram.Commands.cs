using System.Collections.Immutable;
using System.IO.Enumeration;
using Simulator.Kernel;

namespace Simulator.Models.Pods.Signals.Shell;

/// <content>The syntax, node by node.</content>
internal sealed partial class ShellProgram
{
    private readonly HashSet<SimpleCommand> _steps = new(ReferenceEqualityComparer.Instance);

    private async SimTask<int> List(CommandList list, Tail tail, bool tested)
    {
        var status = 0;
        for (var i = 0; i < list.Items.Length && _flow == Flow.Next; i++)
        {
            var item = list.Items[i];
            var last = i == list.Items.Length - 1;
            if (item.IsBackground) status = Background(item.Command);
            else status = await Run(item.Command, last ? tail : Tail.No, tested);
        }

        return status;
    }

    private async SimTask<int> Run(ShellCommand command, Tail tail, bool tested)
    {
        await Breathe();
        var status = command switch
        {
            SimpleCommand simple => await Simple(simple, tail),
            AndOr both => await AndOr(both, tail, tested),
            Pipeline { Commands.Length: 1 } one => await Single(one),
            Pipeline many => await Many(many),
            Subshell sub => await Subshell(sub, tail),
            BraceGroup group => await List(group.Body, Tails.Into(state.Kind, tail), tested),
            // A subshell's redirections are its own; other compound commands' have to be taken back.
            Redirected { Command: Subshell sub } => await Subshell(sub, tail),
            Redirected other => await Run(other.Command, Tail.No, tested),
            IfCommand branch => await If(branch, tail, tested),
            LoopCommand loop => await Loop(loop),
            ForCommand loop => await For(loop),
            CaseCommand choice => await Case(choice, tail, tested),
            FunctionDefinition function => Define(function),
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };
        if (!IsMine) await Forever();
        if (_flow == Flow.Exit) return state.Status;
        state.Status = status;
        if (await RunTraps()) return state.Status;
        var counts = command is SimpleCommand or Signals.Shell.Subshell or Pipeline { IsNegated: false };
        if (state.ErrExit && !tested && status != 0 && counts && _flow == Flow.Next) _flow = Flow.Exit;
        return status;
    }

    private async SimTask<int> AndOr(AndOr both, Tail tail, bool tested)
    {
        var status = await Run(both.Left, Tail.No, tested: true);
        if (_flow != Flow.Next || (status == 0) == both.IsOr) return status;
        return await Run(both.Right, Tails.ToRight(state.Kind, both.Right, tail), tested);
    }

    private async SimTask<int> Single(Pipeline pipeline)
    {
        var status = await Run(pipeline.Commands[0], Tail.No, tested: pipeline.IsNegated);
        return !pipeline.IsNegated ? status : status == 0 ? 1 : 0;
    }

    private async SimTask<int> Many(Pipeline pipeline)
    {
        var job = Start(pipeline);
        await Await(job, interruptible: false);
        var status = job.Processes[^1].Status.Shown;
        return !pipeline.IsNegated ? status : status == 0 ? 1 : 0;
    }

    private ShellJob Start(Pipeline pipeline)
    {
        var processes = ImmutableArray.CreateBuilder<OsProcess>();
        var before = input;
        foreach (var command in pipeline.Commands)
        {
            var (from, stage) = (before, command);
            before = Fork(s => s.Run(stage, Tails.OfForked(state.Kind, stage), tested: false), from);
            processes.Add(before);
        }

        return new ShellJob(processes.ToImmutable());
    }

    private async SimTask<int> Subshell(Subshell sub, Tail tail)
    {
        var within = Tails.OfSubshell(state.Kind, sub.Body);
        var isFree = state.IsBash ? tail == Tail.Yes : tail != Tail.No && !state.HasTraps;
        if (isFree)
        {
            var status = await List(sub.Body, within, tested: false);
            if (_flow != Flow.Exit) state.Status = status;
            _flow = Flow.Exit;
            return state.Status;
        }

        var child = Fork(s => s.List(sub.Body, within, tested: false), input);
        await Await(new ShellJob([child]), interruptible: false);
        return child.Status.Shown;
    }

    private async SimTask<int> If(IfCommand branch, Tail tail, bool tested)
    {
        var status = await List(branch.Condition, Tail.No, tested: true);
        if (_flow != Flow.Next) return status;
        var then = status == 0 ? branch.Then : branch.Else;
        return then is null ? 0 : await List(then, Tails.Into(state.Kind, tail), tested);
    }

    private async SimTask<int> Loop(LoopCommand loop)
    {
        var status = 0;
        while (await List(loop.Condition, Tail.No, tested: true) is var met && _flow == Flow.Next
            && (met == 0) != loop.IsUntil)
        {
            status = await List(loop.Body, Tail.No, tested: false);
            if (EndsLoop()) break;
        }

        return status;
    }

    private async SimTask<int> For(ForCommand loop)
    {
        var words = loop.Words.IsDefault ? [.. state.Arguments] : Expander.Words(loop.Words).ToList();
        var status = 0;
        foreach (var word in words)
        {
            state[loop.Name] = word;
            status = await List(loop.Body, Tail.No, tested: false);
            if (EndsLoop()) break;
        }

        return status;
    }

    private bool EndsLoop()
    {
        var ends = _flow is not Flow.Next and not Flow.Continue;
        if (_flow is Flow.Break or Flow.Continue) _flow = Flow.Next;
        return ends;
    }

    private async SimTask<int> Case(CaseCommand choice, Tail tail, bool tested)
    {
        var subject = Expander.Text(choice.Subject);
        foreach (var branch in choice.Branches)
        {
            if (!branch.Patterns.Any(p => FileSystemName.MatchesSimpleExpression(Expander.Text(p), subject, false)))
                continue;
            return branch.Body.Items.IsEmpty ? 0 : await List(branch.Body, Tails.Into(state.Kind, tail), tested);
        }

        return 0;
    }

    private int Define(FunctionDefinition function)
    {
        state.Functions[function.Name] = function.Body;
        return 0;
    }

    private async SimTask<int> Call(ShellCommand body, IEnumerable<string> arguments)
    {
        if (++_callDepth > DeepestCall) return await Crash();
        var kept = state.Arguments.ToArray();
        state.Arguments.Clear();
        state.Arguments.AddRange(arguments);
        var status = await Run(body, Tail.No, tested: false);
        if (_flow == Flow.Return) (_flow, status) = (Flow.Next, state.Status);
        state.Arguments.Clear();
        state.Arguments.AddRange(kept);
        _callDepth--;
        return status;
    }

    private int Background(ShellCommand command)
    {
        if (command is Pipeline { Commands.Length: > 1 } pipeline)
        {
            var job = Start(pipeline);
            state.Jobs.Add(job);
            state.LastBackground = job.Processes[^1].Pid;
            return 0;
        }

        var tail = Tails.OfForked(state.Kind, command);
        var child = Fork(s => s.Run(command, tail, tested: false), input: null);
        if (!state.Monitor)
        {
            // Asynchronous lists do not hear the terminal.
            child[UnixSignal.Int] = Disposition.Ignored;
            child[UnixSignal.Quit] = Disposition.Ignored;
        }

        state.Jobs.Add(new ShellJob([child]));
        state.LastBackground = child.Pid;
        return 0;
    }

    private OsProcess Fork(Func<ShellProgram, SimTask<int>> body, OsProcess? input)
    {
        var child = Table.Fork(_self);
        child.ResetCaught();
        if (state.Monitor) child.Group = child.Pid;
        var copy = new ShellProgram(launcher, state.Fork(), input, body);
        copy._steps.UnionWith(_steps);
        child.Program = copy;
        copy.Start(child);
        return child;
    }
}
