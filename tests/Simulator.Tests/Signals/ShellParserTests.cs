using CsCheck;
using Simulator.Benchmarks;
using Simulator.Models.Pods.Signals.Shell;
using Xunit;

namespace Simulator.Tests.Signals;

public class ShellParserTests
{
    [Theory]
    [InlineData("node 'server.js", 1, 6)]
    [InlineData("node \"server.js", 1, 6)]
    [InlineData("echo `date", 1, 6)]
    [InlineData("echo $(date", 1, 7)]
    [InlineData("echo ${HOME", 1, 6)]
    [InlineData("echo ${}", 1, 6)]
    [InlineData("( node server.js", 1, 1)]
    [InlineData("node server.js )", 1, 16)]
    [InlineData("if true; then node server.js", 1, 1)]
    [InlineData("while true; node; done", 1, 19)]
    [InlineData("case x in a) node", 1, 1)]
    [InlineData("node server.js &&", 1, 18)]
    [InlineData("&& node server.js", 1, 1)]
    [InlineData("node server.js | | cat", 1, 18)]
    [InlineData("a ;; b", 1, 3)]
    [InlineData("node server.js; fi", 1, 17)]
    [InlineData("node >", 1, 6)]
    [InlineData("true\ntrue\n  node (x)", 3, 8)]
    [InlineData("{ node server.js }", 1, 1)]
    [InlineData("f() ", 1, 5)]
    [InlineData("{ }", 1, 3)]
    [InlineData("a\0b", 1, 2)]
    public void WhatIsNoCommandIsRefusedAtItsPlace(string text, int line, int column)
    {
        var (script, error) = ShellParser.Parse(text, isBash: false);
        Assert.Null(script);
        Assert.Equal(new ShellPosition(line, column), error!.Position);
        Assert.NotEmpty(error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("node server.js;")]
    [InlineData("A=1 B='2 3' node \"$@\" ${X:-a b} ${Y:+\"z }\"} $((1+(2))) > log 2>&1 < /dev/null &")]
    [InlineData("cat <<EOF\n$(unclosed 'here\nEOF\nnode server.js")]
    [InlineData("cat <<-'E O'\n\ttext\n\tE O\nnode server.js")]
    [InlineData("if a; then b; elif c; then d; else e; fi > log && f || g; h")]
    [InlineData("for x in a b; do c; done; for y do d; done; until a; do b; done")]
    [InlineData("case \"$1\" in -*|'x y') set -- node \"$@\" ;; (*) ;; esac")]
    [InlineData("f () { a; }; g() ( b ); f; g")]
    [InlineData("( a; ( b ) ); ! c | d |\n e")]
    [InlineData("echo if then fi { } done; echo a\\ b\\\nc; echo \"a\\\"b\" 'c\"d'")]
    [InlineData("exec 3>&1 >/dev/null; echo `echo \\`date\\``; echo $(a; (b))")]
    public void WhatPosixAllowsIsRead(string text)
    {
        foreach (var isBash in (bool[])[false, true])
            Assert.Null(ShellParser.Parse(text, isBash).Error);
    }

    [Theory]
    [InlineData("[[ $a == b && ( -n $c || ! -f d ) ]] && node")]
    [InlineData("function f { a; }; f")]
    [InlineData("exec node > >(tee log) 2> >(cat >&2)")]
    [InlineData("a=(1 2 'x y') b+=c node &> log")]
    [InlineData("(( i < 3 )) && a |& b <<< text")]
    [InlineData("echo $'a\\nb' ${x/a/b} ${y^^}")]
    public void WhatBashAddsIsReadByBash(string text) =>
        Assert.Null(ShellParser.Parse(text, isBash: true).Error);

    [Fact]
    public void NestingHasALimitAndSaysSo()
    {
        var text = new string('(', 5000) + "a" + new string(')', 5000);
        Assert.Contains("nested", ShellParser.Parse(text, isBash: false).Error!.Message);
        Assert.Contains("128 KiB", ShellParser.Parse(new string('a', 200_000), isBash: false).Error!.Message);
    }

    [Fact]
    public void EveryTextIsReadOrRefusedAtAPlaceWithinIt()
    {
        Gen.Select(Gen.String, Gen.Bool).Sample((text, isBash) =>
        {
            var (script, error) = ShellParser.Parse(text, isBash);
            if (script is not null) return error is null;
            var lines = text.Split('\n');
            var (line, column) = error!.Position;
            return line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Length + 1;
        }, iter: 5000, seed: "0000KrKr0003", threads: 1);
    }

    [Fact]
    public void NoCommandMadeOfShellWordsCrashesOrStallsTheModel()
    {
        for (var n = 0; n < 1000; n++) Assert.Null(SignalsFuzz.Try(7, n));
    }
}
