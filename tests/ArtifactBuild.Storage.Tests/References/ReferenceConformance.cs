using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Tests.Gcs;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>The rules that hold for references of every scheme, asked of a server of each (decision 013).</summary>
public abstract class ReferenceConformance
{
    private static readonly byte[] Bytes = TestContent.Random(13, 300_000);

    private ReferenceHome _home = null!;
    private IReferenceHandler _references = null!;

    private protected abstract Task<ReferenceHome> StartAsync();

    [TestInitialize]
    public async Task OpenAsync()
    {
        _home = await StartAsync();
        _references = _home.OpenAt(_home.Endpoint);
    }

    [TestCleanup]
    public async Task CloseAsync()
    {
        (_references as IDisposable)?.Dispose();
        if (_home is not null)
            await _home.DisposeAsync();
    }

    [TestMethod]
    public async Task More_objects_than_allowed_are_refused_with_what_to_do()
    {
        await _home.WriteAsync("dir/a", Bytes);
        await _home.WriteAsync("dir/b", Bytes);
        ManifestEntry only = (await DescribeAsync("dir/a", maxObjects: 1)).Single();
        Assert.AreEqual("a", only.Path);
        await AssertInvalidAsync(() => DescribeAsync("dir/a", maxObjects: 0), "more than 0 ", "Raise maxObjects");
        if (!_home.HasFolders)
            return;
        Assert.HasCount(2, await DescribeAsync("dir/", maxObjects: 2));
        await AssertInvalidAsync(() => DescribeAsync("dir/", maxObjects: 1), "more than 1 ", "Raise maxObjects");
    }

    [TestMethod]
    public async Task Entries_come_in_the_order_of_their_paths_and_have_no_empty_parts()
    {
        string[] names = ["dir/b", "dir//c", "dir/z/\uFF5E", "dir/z/\U0001F600"];
        foreach (string name in names)
            await _home.WriteAsync(name, Bytes);
        IReadOnlyList<ManifestEntry> entries = _home.HasFolders
            ? await DescribeAsync("dir/", "in")
            : [.. await DescribeAsync("dir/b", "in/b"), .. await DescribeAsync("dir//c", "in/c")];

        string[] expected = _home.HasFolders ? ["in/b", "in/c", "in/z/\uFF5E", "in/z/\U0001F600"] : ["in/b", "in/c"];
        CollectionAssert.AreEqual(expected, entries.Select(entry => entry.Path).ToArray());
        foreach (ManifestEntry entry in entries)
            CollectionAssert.AreEqual(Bytes, await LoadAsync(entry));
    }

    [TestMethod]
    public async Task The_name_of_an_object_is_its_last_part_and_a_name_that_is_given_comes_first()
    {
        await _home.WriteAsync("dir//sub/a.bin", Bytes);
        Assert.AreEqual("a.bin", (await DescribeAsync("dir//sub/a.bin")).Single().Path);
        Assert.AreEqual("x/y", (await DescribeAsync("dir//sub/a.bin", "x/y")).Single().Path);
        Assert.AreEqual(_home.UriOf("dir//sub/a.bin"), (await DescribeAsync("dir//sub/a.bin")).Single().Ref);
    }

    [TestMethod]
    public async Task Without_a_checksum_nobody_is_asked_and_the_digest_is_the_URI()
    {
        using OpenedReferences nobody = At(CannedServer.Nobody());
        string uri = _home.UriOf("dir//a.bin");

        ManifestEntry entry = (await nobody.Handler.DescribeAsync(new NewReference(uri, null, false, 10), CancellationToken.None)).Single();

        Assert.AreEqual(new ManifestEntry { Path = _home.HasFolders ? "dir/a.bin" : "a.bin", Digest = uri, Ref = uri }, entry);
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => nobody.Handler.LoadAsync(entry, Stream.Null, CancellationToken.None));
        // Not every web server has something to check, so there is nothing to say against what it gives.
        Assert.Contains(_home.Variable is null ? "connection failed" : "without a checksum", failure.Message);
    }

    [TestMethod]
    public async Task What_is_not_there_can_not_be_referenced_and_the_message_says_what_to_do()
    {
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => DescribeAsync("none"));
        Assert.Contains(_home.HasFolders ? "nor a folder of this name is there. Give the URI of" : "404. Check the URI", failure.Message);
    }

    [TestMethod]
    public async Task What_is_gone_is_unavailable_and_what_is_another_content_is_told_apart()
    {
        await _home.WriteAsync("a.bin", Bytes);
        ManifestEntry entry = (await DescribeAsync("a.bin")).Single();
        await AssertLoadFailsAsync(ArtifactCodes.DigestMismatch, entry with { Size = Bytes.Length + 1 }, $"it has {Bytes.Length} bytes instead of");
        await _home.WriteAsync("a.bin", Bytes[1..]);
        await AssertLoadFailsAsync(ArtifactCodes.DigestMismatch, entry, "its ETag is another one");
        await _home.DeleteAsync("a.bin");
        await AssertLoadFailsAsync(ArtifactCodes.ReferenceUnavailable, entry, "AllowMissingReferences");
    }

    [TestMethod]
    public async Task A_URI_that_can_not_be_read_is_unavailable_when_a_manifest_has_it() =>
        await AssertLoadFailsAsync(
            ArtifactCodes.ReferenceUnavailable, new ManifestEntry { Path = "a", Digest = "d", Ref = _home.MalformedUri }, "the URI names no ");

    [TestMethod]
    public async Task Bytes_that_change_on_the_way_are_found_out_where_the_server_promises_a_checksum()
    {
        await _home.WriteAsync("a.bin", Bytes);
        ManifestEntry entry = (await DescribeAsync("a.bin")).Single();
        await using FaultProxy proxy = await FaultProxy.StartAsync(
            _home.Endpoint, FaultScript.On(IsRead, Fault.FlipResponseBit(FaultPoint.InBody(100_000))));
        using OpenedReferences flipped = At(proxy.Endpoint);
        entry = entry with { Ref = _home.UriOf("a.bin") };

        Task<byte[]> load = LoadAsync(entry, flipped.Handler);

        if (_home.HasChecksums)
            Assert.Contains("checksum", (await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => load)).Message);
        else
            Assert.HasCount(Bytes.Length, await load);
        Assert.HasCount(1, proxy.Faults);
    }

    [TestMethod]
    public async Task A_load_that_breaks_off_goes_on_where_it_was()
    {
        await _home.WriteAsync("a.bin", Bytes);
        ManifestEntry entry = (await DescribeAsync("a.bin")).Single();
        await using FaultProxy proxy = await FaultProxy.StartAsync(
            _home.Endpoint, FaultScript.On(IsRead, Fault.CutResponse(FaultPoint.InBody(200_000), CutEnding.Finish)).ThenOn(IsRead, Fault.Answer(503)));
        using OpenedReferences broken = At(proxy.Endpoint);
        entry = entry with { Ref = _home.UriOf("a.bin") };

        CollectionAssert.AreEqual(Bytes, await LoadAsync(entry, broken.Handler));

        Assert.HasCount(2, proxy.Faults);
        Assert.IsLessThan(Bytes.Length + 20_000, proxy.BytesToClient, "nothing is read twice");
    }

    [TestMethod]
    public async Task A_content_that_is_written_again_in_the_middle_is_not_mixed_with_the_new_one()
    {
        await _home.WriteAsync("a.bin", Bytes);
        ManifestEntry entry = (await DescribeAsync("a.bin")).Single();
        await using FaultProxy proxy = await FaultProxy.StartAsync(
            _home.Endpoint, FaultScript.On(IsRead, Fault.CutResponse(FaultPoint.InBody(200_000), CutEnding.Finish)));
        using OpenedReferences broken = At(proxy.Endpoint);
        entry = entry with { Ref = _home.UriOf("a.bin") };
        using var written = new ChangingStream(() => _home.WriteAsync("a.bin", new byte[Bytes.Length]));

        // A web server that gives no rest of the same content may only be one that gives no rests.
        await Codes.AssertThrowsAsync(
            _home.Variable is null ? ArtifactCodes.ReferenceUnavailable : ArtifactCodes.DigestMismatch,
            () => broken.Handler.LoadAsync(entry, written, CancellationToken.None));
    }

    [TestMethod]
    public async Task A_refusal_names_the_variables_where_there_are_credentials()
    {
        using var server = new Responder(_ => Answered.Json(403, "{}"));
        using OpenedReferences refused = At(server.Endpoint);
        await AssertFailuresAsync(refused.Handler, ArtifactCodes.StoreDenied, "403", _home.Variable);
    }

    [TestMethod]
    public async Task A_server_that_does_not_answer_is_tried_several_times()
    {
        using OpenedReferences nobody = At(CannedServer.Nobody());
        await AssertFailuresAsync(
            nobody.Handler, ArtifactCodes.StoreUnavailable, "ConnectionRefused", _home.Variable is null ? null : "It was tried 3 times. Check the network");
    }

    [TestMethod]
    public async Task Secrets_in_a_URI_are_refused_and_never_shown()
    {
        const string Secret = "canary7f3a9c";
        string uri = _home.UriOf("a.bin");
        string[] forms =
        [
            uri.Replace("://", $"://user:{Secret}@", StringComparison.Ordinal),
            uri.Replace("://", $"://{Secret}@", StringComparison.Ordinal),
            $"{uri}?sig={Secret}",
            $"{uri}?X-Goog-Signature={Secret}",
            $"{uri}?x=1&AWSAccessKeyId={Secret}",
            $"{uri}#access_token={Secret}",
        ];
        foreach (string form in forms)
        {
            foreach (bool checksum in new[] { true, false })
            {
                ArtifactException failure = await Codes.AssertThrowsAsync(
                    ArtifactCodes.InvalidReference, () => _references.DescribeAsync(new NewReference(form, "a", checksum, 10), CancellationToken.None));
                Assert.DoesNotContain(Secret, failure.ToString());
            }

            // Another tool may have logged it all the same.
            ArtifactException shown = await Assert.ThrowsAsync<ArtifactException>(
                () => LoadAsync(new ManifestEntry { Path = "a", Digest = "d", Ref = form }));
            Assert.DoesNotContain(Secret, shown.ToString());
        }
    }

    private async Task AssertFailuresAsync(IReferenceHandler references, string code, string reason, string? advice)
    {
        string uri = _home.UriOf("a.bin");
        var entry = new ManifestEntry { Path = "a.bin", Digest = "d", Ref = uri };
        ArtifactException described = await Codes.AssertThrowsAsync(
            _home.Variable is null ? ArtifactCodes.InvalidReference : code,
            () => references.DescribeAsync(new NewReference(uri, null, true, 10), CancellationToken.None));
        ArtifactException loaded = await Codes.AssertThrowsAsync(
            _home.Variable is null ? ArtifactCodes.ReferenceUnavailable : code, () => LoadAsync(entry, references));
        foreach (ArtifactException failure in new[] { described, loaded })
        {
            Assert.Contains(reason, failure.Message);
            Assert.Contains(advice ?? (failure == described ? HttpUri.Advice : "AllowMissingReferences"), failure.Message);
        }
    }

    private static async Task AssertInvalidAsync(Func<Task> work, string reason, string advice)
    {
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, work);
        Assert.Contains(reason, failure.Message);
        Assert.Contains(advice, failure.Message);
    }

    private async Task AssertLoadFailsAsync(string code, ManifestEntry entry, string reason) =>
        Assert.Contains(reason, (await Codes.AssertThrowsAsync(code, () => LoadAsync(entry))).Message);

    private static bool IsRead(ProxiedRequest request) =>
        request.Method == "GET" && (!request.Path.StartsWith("/storage/", StringComparison.Ordinal) || request.Query.Contains("alt=media", StringComparison.Ordinal));

    private OpenedReferences At(Uri endpoint) => new(_home.OpenAt(endpoint));

    private Task<IReadOnlyList<ManifestEntry>> DescribeAsync(string name, string? path = null, int maxObjects = 100) =>
        _references.DescribeAsync(new NewReference(_home.UriOf(name), path, true, maxObjects), CancellationToken.None);

    private async Task<byte[]> LoadAsync(ManifestEntry entry, IReferenceHandler? references = null)
    {
        using var bytes = new MemoryStream();
        await (references ?? _references).LoadAsync(entry, bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    /// <summary>A handler that a test opens besides.</summary>
    private sealed record OpenedReferences(IReferenceHandler Handler) : IDisposable
    {
        public void Dispose() => (Handler as IDisposable)?.Dispose();
    }

    /// <summary>Changes the world when the first bytes have come.</summary>
    private sealed class ChangingStream(Func<Task> change) : MemoryStream
    {
        private bool _isChanged;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isChanged)
            {
                _isChanged = true;
                await change();
            }

            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
