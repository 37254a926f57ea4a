using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ArtifactBuild.Faults.Scripts;
using ArtifactBuild.Faults.Tests.Fixtures;
using ArtifactBuild.Faults.Wire;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Scripts by chance: the same each time, as often as the profile says, and with an end.</summary>
[TestClass]
public sealed class SeedTests
{
    private static readonly FaultProfile Busy = new()
    {
        CutRequest = 0.02,
        CutResponse = 0.02,
        Delay = 0.03,
        Stall = 0.02,
        Throttle = 0.02,
        Truncate = 0.04,
        Shorten = 0.02,
        FlipRequestBit = 0.05,
        FlipResponseBit = 0.02,
        Answer = 0.1,
        AnswerAfterForward = 0.05,
        Refuse = 0.01,
        Swallow = 0.01,
        MaxFaults = int.MaxValue,
        MaxFaultsPerRequest = int.MaxValue,
    };

    private const string FirstOfSeedOne = """
        PUT /0 1 AnswerFault { Kind = Answer, Status = 408, RetryAfter = , Body = None }
        PUT /11 1 CutFault { Kind = CutRequest, At = 0.252 of the body, Ending = Finish }
        PUT /12 1 ThrottleFault { Kind = Throttle, BytesPerSecond = 4194304 }
        PUT /19 1 AnswerFault { Kind = AnswerAfterForward, Status = 503, RetryAfter = , Body = None }
        PUT /2 1 AnswerFault { Kind = Answer, Status = 503, RetryAfter = 00:00:01, Body = None }
        PUT /20 1 CutFault { Kind = CutResponse, At = 0.218 of the body, Ending = Finish }
        PUT /3 1 FlipFault { Kind = FlipRequestBit, At = 0.357 of the body, Bit = 3 }
        PUT /4 1 StallFault { Kind = Stall, At = 0.971 of the body, Time = 00:00:00.5000000 }
        PUT /5 1 StallFault { Kind = Stall, At = 0.478 of the body, Time = 00:00:00.5000000 }
        """;

    [TestMethod]
    public void The_same_seed_decides_the_same_whatever_the_order_of_arrival()
    {
        var requests = Enumerable.Range(0, 3000).Select(i => (Method: i % 3 == 0 ? "PUT" : "GET", Path: $"/blobs/{i % 700}")).ToArray();
        var forward = Decide(7, requests);
        var parallel = Decide(7, requests.AsParallel().WithDegreeOfParallelism(4).Select(request => request).Reverse());
        CollectionAssert.AreEqual(forward, parallel);
        CollectionAssert.AreNotEqual(forward, Decide(8, requests));
        Assert.IsNotEmpty(forward);
    }

    [TestMethod]
    public void A_seed_means_the_same_on_every_machine_and_run_time()
    {
        // Written down once; another result breaks the reproduction of failures that were seen elsewhere.
        var seen = Decide(1, Enumerable.Range(0, 24).Select(i => ("PUT", $"/{i}")));
        Assert.AreEqual(FirstOfSeedOne, string.Join('\n', seen));
    }

    [TestMethod]
    public void Each_fault_comes_as_often_as_its_rate()
    {
        const int Count = 40_000;
        var seen = Decide(3, Enumerable.Range(0, Count).Select(i => ("POST", $"/{i % 977}"))).CountBy(line => line.Split(' ')[7].TrimEnd(',')).ToDictionary();
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            double expected = Busy.RateOf(kind) * Count;
            Assert.AreEqual(expected, seen[kind.ToString()], 5 * Math.Sqrt(expected), kind.ToString());
        }
    }

    [TestMethod]
    public void A_seed_ends()
    {
        var all = FaultProfile.Transient(1) with { MaxFaults = 25, MaxFaultsPerRequest = 3 };
        Assert.HasCount(3, Decide(5, Enumerable.Repeat(("GET", "/one"), 100), all));
        Assert.HasCount(25, Decide(5, Enumerable.Range(0, 100).Select(i => ("POST", $"/{i}")), all));
    }

    [TestMethod]
    public void A_request_gets_no_fault_that_it_cannot_have()
    {
        var flips = new FaultProfile { FlipRequestBit = 0.5, Shorten = 0.5, MaxFaults = 1000 };
        Assert.IsEmpty(Decide(5, Enumerable.Range(0, 100).Select(i => ("HEAD", $"/{i}")), flips));
    }

    [TestMethod]
    public void Rates_that_cannot_be_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => FaultScript.FromSeed(1, new FaultProfile { Answer = 0.7, Delay = 0.4 }));
        Assert.ThrowsExactly<ArgumentException>(() => FaultScript.FromSeed(1, new FaultProfile { Answer = -0.1 }));
    }

    [TestMethod]
    public void Requests_are_alike_by_range_and_part_and_not_by_what_is_random()
    {
        static string Key(string target, string range) => Request("GET", target, range).Key;
        Assert.AreEqual(Key("/a?partNumber=1&uploadId=x", "bytes=0-1"), Key("/a?partNumber=1&uploadId=y", "bytes=0-1"));
        Assert.AreNotEqual(Key("/a?partNumber=1&uploadId=x", ""), Key("/a?partNumber=2&uploadId=x", ""));
        Assert.AreNotEqual(Key("/a", "bytes=0-1"), Key("/a", "bytes=2-3"));
    }

    [TestMethod]
    public async Task Parallel_clients_that_try_again_get_everything_and_the_same_faults_each_time()
    {
        var profile = FaultProfile.Transient(0.5) with
        {
            MaxFaults = int.MaxValue,
            DelayUpTo = TimeSpan.FromMilliseconds(20),
            StallFor = TimeSpan.FromMilliseconds(20),
            Refuse = 0,
            RetryAfter = TimeSpan.Zero,
        };
        string[] runs = [await RunAsync(), await RunAsync()];
        Assert.AreEqual(runs[0], runs[1]);
        Assert.IsGreaterThan(50, runs[0].Count(c => c == '\n'));

        async Task<string> RunAsync()
        {
            await using var all = await ProxiedServer.StartAsync(FaultScript.FromSeed(42, profile));
            await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
            {
                // A connection for each try: a pooled one that ends makes the client try again without a word.
                for (int attempt = 0; ; attempt++)
                {
                    using var client = ProxiedServer.NewClient(all.Proxy.Endpoint);
                    try
                    {
                        Assert.HasCount(i * 10, await client.GetByteArrayAsync($"/sized/{i * 10}", token));
                        return;
                    }
                    catch (HttpRequestException) when (attempt < profile.MaxFaultsPerRequest)
                    {
                        // Again.
                    }
                }
            });
            return string.Join('\n', all.Proxy.Faults.Select(fault => $"{fault.Path} {fault.Occurrence} {fault.Fault}").Order(StringComparer.Ordinal));
        }
    }

    [TestMethod]
    public async Task All_faults_together_leave_nothing_behind()
    {
        var profile = Busy with
        {
            RefuseFor = TimeSpan.FromMilliseconds(30),
            StallFor = TimeSpan.FromMilliseconds(100),
            DelayUpTo = TimeSpan.FromMilliseconds(50),
            MaxFaultsPerRequest = 4,
        };
        await using var all = await ProxiedServer.StartAsync(FaultScript.FromSeed(11, profile));
        all.Client.Timeout = TimeSpan.FromSeconds(1);
        int failures = 0;
        await Parallel.ForAsync(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            try
            {
                using var response = i % 2 == 0
                    ? await all.Client.GetAsync($"/{(i % 4 == 0 ? "sized" : "chunked")}/{i * 300}", token)
                    : await all.Client.PutAsync($"/blob/{i}", new ReadOnlyMemoryContent(Blobs.OfLength(i * 300)), token);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or SocketException)
            {
                // The last comes bare out of HttpClient when a connection is reset between its connect and its first use.
                Interlocked.Increment(ref failures);
            }
        });
        Assert.IsGreaterThan(20, failures);
        var done = all.Proxy.Faults.Select(fault => fault.Kind).Distinct().ToArray();

        // Not all: who is kept out by one fault does not come to meet another.
        Assert.IsGreaterThan(9, done.Length, string.Join(' ', done));
    }

    private static List<string> Decide(int seed, IEnumerable<(string Method, string Path)> requests, FaultProfile? profile = null)
    {
        var decisions = new FaultDecisions(FaultScript.FromSeed(seed, profile ?? Busy));
        return [.. requests.Select(r => Request(r.Method, r.Path)).Select(r => (Request: r, Fault: decisions.Decide(r))).Where(d => d.Fault is not null)
            .Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Request.Method} {d.Request.Path} {d.Request.Occurrence} {d.Fault}"))
            .Order(StringComparer.Ordinal)];
    }

    private static ProxiedRequest Request(string method, string target, string range = "")
    {
        byte[] head = Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nrange: {range}\r\nContent-Length: {(method is "PUT" or "POST" ? 5 : 0)}\r\n\r\n");
        return new(RequestHead.Parse(head), head);
    }
}
