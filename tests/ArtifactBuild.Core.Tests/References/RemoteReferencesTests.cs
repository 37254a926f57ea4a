using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>What the base of all remote references does by itself, whatever the store.</summary>
[TestClass]
public class RemoteReferencesTests
{
    [TestMethod]
    public async Task No_more_objects_are_open_than_there_are_connections()
    {
        const int Connections = 2;
        const int Count = 7;
        using var references = new ScriptedReferences(WebReference.Quick with { MaxConnections = Connections });
        Task[] loads = [.. Enumerable.Range(0, Count).Select(i => references.LoadAsync(Entry($"{i}"), Stream.Null, CancellationToken.None))];

        // Who waits for a slot has not asked yet, so nothing of it looks idle.
        Assert.AreEqual(Connections, references.Asked);
        for (int i = 0; i < Count; i++)
            references.AnswerOne();
        await Task.WhenAll(loads);
        Assert.AreEqual(Count, references.Asked);
        Assert.AreEqual(Connections, references.MostAtOnce);
    }

    [TestMethod]
    [DataRow("1", "older", DisplayName = "the version that is gone is not replaced by another")]
    [DataRow(null, "older", DisplayName = "a version that nobody recorded is found by its digest")]
    public async Task A_recorded_version_is_that_and_no_other(string? recorded, string digest)
    {
        using var references = new ScriptedReferences(WebReference.Quick) { Versions = [new("a", "newer", 1) { VersionId = "3" }, new("a", "older", 1) { VersionId = "2" }] };
        ManifestEntry entry = RemoteEntry.Of("a", "test://a", new RemoteObject("a", digest, 1) { VersionId = recorded }, versionIsNumber: false);
        Task load = references.LoadAsync(entry, Stream.Null, CancellationToken.None);
        for (int i = 0; i < 3; i++)
            references.AnswerOne();

        if (recorded is null)
            await load;
        else
            await Codes.AssertThrowsAsync(Diagnostics.ArtifactCodes.ReferenceUnavailable, () => load);

        CollectionAssert.AreEqual(recorded is null ? new[] { "current", "2" } : ["1"], references.Opened.ToArray());
    }

    private static ManifestEntry Entry(string name) => RemoteEntry.Of(name, $"test://{name}", new RemoteObject(name, "newer", 1), versionIsNumber: false);

    /// <summary>A store whose every answer waits until the test lets it come.</summary>
    private sealed class ScriptedReferences(RemoteOptions options) : RemoteReferences<ScriptedUri>(options)
    {
        private readonly SemaphoreSlim _answers = new(0);
        private readonly List<string> _opened = [];
        private int _open;

        public int Asked => _opened.Count;

        public int MostAtOnce { get; private set; }

        public IReadOnlyList<string> Opened => _opened;

        /// <summary>The versions that are there, the current one first.</summary>
        public IReadOnlyList<RemoteObject> Versions { get; init; } = [];

        protected override StoreWords Words { get; } = new("object", "bucket", "version", "Give another URI.", "Sign in.");

        public void AnswerOne() => _answers.Release();

        public override void Dispose()
        {
            _answers.Dispose();
            base.Dispose();
        }

        protected override ScriptedUri Parse(string uri) => new(uri["test://".Length..]);

        protected override ScriptedUri? ParseLogged(string uri) => Parse(uri);

        protected override Task<RemoteObject?> HeadOnceAsync(ScriptedUri uri, CancellationToken cancellationToken) =>
            Task.FromResult<RemoteObject?>(new RemoteObject(uri.Name, "newer", 1));

        protected override Task<RemotePage> ListOnceAsync(ScriptedUri uri, PageRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new RemotePage(Versions, null));

        protected override async Task<OpenAnswer> OpenOnceAsync(ScriptedUri uri, string? digest, BrokenBody? broken, IdleWatch watch)
        {
            lock (_opened)
            {
                _opened.Add(uri.VersionId ?? "current");
                MostAtOnce = Math.Max(MostAtOnce, ++_open);
            }

            await _answers.WaitAsync(watch.Token);
            lock (_opened)
                _open--;
            RemoteObject? found = uri.VersionId is string version ? Versions.FirstOrDefault(item => item.VersionId == version)
                : Versions.Count > 0 ? Versions[0]
                : new RemoteObject(uri.Name, "newer", 1);
            return found is null ? OpenAnswer.Missing
                : found.Digest != digest ? OpenAnswer.Another
                : new OpenedObject(found, new MemoryStream([1]));
        }
    }

    private sealed record ScriptedUri(string Object) : RemoteUri
    {
        public override string Ref => $"test://{Object}";

        public override string Name => Object;

        public override string FullName => Object;

        public override string? VersionId { get; init; }

        public override string RefOf(string name) => $"test://{name}";
    }
}
