using Simulator.Kernel;
using Simulator.Models.Dns;
using Xunit;

namespace Simulator.Tests.Dns;

public class ResolvConfTests
{
    private static readonly string LongSearch = "search " + string.Join(' ', Enumerable.Range(0, 40).Select(i =>
        $"d{i}.example"));

    [Fact]
    public void ALineOf255CharactersIsNoLineToMusl()
    {
        Assert.True(LongSearch.Length > 255);
        Assert.Empty(ResolvConf.Parse(LongSearch, ResolverFamily.Musl125).Search);
        Assert.Equal(40, ResolvConf.Parse(LongSearch, ResolverFamily.Glibc).Search.Length);
        Assert.Single(ResolvConf.Parse("search " + new string('a', 247), ResolverFamily.Musl125).Search);
        Assert.Empty(ResolvConf.Parse("search " + new string('a', 248), ResolverFamily.Musl125).Search);
    }

    [Theory]
    [InlineData(ResolverFamily.Glibc, 15, 30, 5)]
    [InlineData(ResolverFamily.Musl125, 15, 60, 10)]
    [InlineData(ResolverFamily.Go, 15, 99, 99)]
    [InlineData(ResolverFamily.Cares, 99, 5, 4)]
    public void EachFamilyCapsItsOwnNumbers(ResolverFamily family, int ndots, int timeout, int attempts)
    {
        var conf = ResolvConf.Parse("options ndots:99 timeout:99\noptions attempts:99\n", family);
        Assert.Equal((ndots, Duration.FromSeconds(timeout), attempts), (conf.Ndots, conf.Timeout, conf.Attempts));
    }

    [Theory]
    [InlineData(ResolverFamily.Glibc, "127.0.0.1", 2)]
    [InlineData(ResolverFamily.Musl125, "127.0.0.1", 0)]
    [InlineData(ResolverFamily.Go, "127.0.0.1 ::1", 0)]
    [InlineData(ResolverFamily.Cares, "127.0.0.1", 1)]
    public void BadServersLeaveTheHostItselfAndAnEmptySearchLineClearsOnlySomeLists(
        ResolverFamily family, string servers, int domains)
    {
        var conf = ResolvConf.Parse("nameserver dns.example\n nameserver 10.0.0.300\nsearch a\tb\nsearch\n", family);
        Assert.Equal(servers, string.Join(' ', conf.Servers));
        Assert.Equal(domains, conf.Search.Length);
    }

    [Fact]
    public void WindowsLineEndsCostGlibcItsServerAndGoNothing()
    {
        const string Conf = "nameserver 10.0.0.1\r\nsearch a.example\r\n";
        Assert.Equal("127.0.0.1", Assert.Single(ResolvConf.Parse(Conf, ResolverFamily.Glibc).Servers));
        Assert.Equal("10.0.0.1", Assert.Single(ResolvConf.Parse(Conf, ResolverFamily.Go).Servers));
        Assert.Equal("10.0.0.1", Assert.Single(ResolvConf.Parse(Conf, ResolverFamily.Musl125).Servers));
    }

    [Fact]
    public void OnlyNodeUsesAFourthServer()
    {
        var conf = string.Concat(Enumerable.Range(1, 4).Select(i => $"nameserver 10.0.0.{i}\n"));
        Assert.Equal(3, ResolvConf.Parse(conf, ResolverFamily.Glibc).Servers.Length);
        Assert.Equal(3, ResolvConf.Parse(conf, ResolverFamily.Musl125).Servers.Length);
        Assert.Equal(3, ResolvConf.Parse(conf, ResolverFamily.Go).Servers.Length);
        Assert.Equal(4, ResolvConf.Parse(conf, ResolverFamily.NodeResolve).Servers.Length);
    }

    [Fact]
    public void WhatIsIgnoredIsSaidWithItsLine()
    {
        var remarks = ResolvConf.Parse("hello\nnameserver x\noptions ndots:5 turbo\n", ResolverFamily.Glibc).Remarks;
        Assert.Equal([1, 2, 3], remarks.Select(r => r.Line));
    }

    [Theory]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("0x7f000001", "127.0.0.1")]
    [InlineData("010.0.0.1", "8.0.0.1")]
    [InlineData("1.2.3.4.5", null)]
    [InlineData("256.0.0.1", null)]
    [InlineData("", null)]
    public void AnAddressMayBeWrittenAsCReadsIt(string text, string? address) =>
        Assert.Equal(address, DnsName.Aton(text));
}
