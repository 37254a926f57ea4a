using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Runs;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Session;

/// <summary>What a restore opens, how often it asks, and how much of that at once.</summary>
[TestClass]
public sealed class RestoreSessionTests
{
    private const int Aliases = 12;
    private const int Allowed = 16;
    private const int AtOnce = 10;

    private static readonly Run User =
        new() { Id = "r1", Entity = "default", Project = "uncategorized", StartedAt = DateTimeOffset.UnixEpoch };

    [TestMethod]
    [DataRow("collections/", DisplayName = "heads")]
    [DataRow("versions/", DisplayName = "records")]
    [DataRow("manifests/", DisplayName = "manifests")]
    [DataRow("blobs/", DisplayName = "contents")]
    [DataRow("lineage/", DisplayName = "uses")]
    public async Task Twelve_aliases_are_resolved_fetched_and_recorded_at_once(string prefix)
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await LogAsync(registry);
        var meeting = new Meeting(AtOnce);
        var opened = new OpenedStores { Before = (call, token) => call.Key.StartsWith(prefix, StringComparison.Ordinal) ? meeting.JoinAsync(token) : Task.CompletedTask };
        await RestoreAsync(app, opened);
        Assert.IsGreaterThanOrEqualTo(AtOnce, meeting.Most);
        Assert.IsLessThanOrEqualTo(Allowed, meeting.Most);
    }

    [TestMethod]
    public async Task Twelve_pinned_versions_are_opened_at_once()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await LogAsync(registry);
        await app.RestoreAsync();
        Directory.Delete(app.Cache, recursive: true);
        var meeting = new Meeting(AtOnce);
        var opened = new OpenedStores { Before = (call, token) => call.Key.StartsWith("manifests/", StringComparison.Ordinal) ? meeting.JoinAsync(token) : Task.CompletedTask };
        RestoreResult result = await RestoreAsync(app, opened);
        Assert.IsFalse(result.LockFileWritten);
        Assert.AreEqual(Aliases, result.DownloadedFiles);
        Assert.IsGreaterThanOrEqualTo(AtOnce, meeting.Most);
    }

    [TestMethod]
    public async Task References_of_twelve_versions_are_loaded_at_once()
    {
        var meeting = new Meeting(AtOnce);
        bool isLogged = false;
        using var server = new WebServer(async turn =>
        {
            if (Volatile.Read(ref isLogged))
                await meeting.JoinAsync();
            await turn.AnswerAsync("web"u8.ToArray(), "ETag: \"e\"");
        });
        await using var registry = new LocalRegistry();
        var app = new BuildProject(registry);
        for (int i = 0; i < Aliases; i++)
        {
            string name = Name(i);
            using Artifact draft = registry.NewDraft(name);
            await draft.AddReferenceAsync($"{server.Root}/{name}", "a.txt");
            await registry.Open.LogAsync(draft, ["production"]);
            app.Refer($"{name}:production");
        }

        Volatile.Write(ref isLogged, true);
        RestoreResult result = await RestoreAsync(app, new OpenedStores());
        Assert.HasCount(Aliases, result.Files);
        Assert.IsGreaterThanOrEqualTo(AtOnce, meeting.Most);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public async Task No_more_is_done_at_once_than_is_allowed(int allowed)
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await LogAsync(registry);
        var inFlight = new InFlight();
        var opened = new OpenedStores
        {
            Before = async (_, token) =>
            {
                inFlight.Begin();
                await Task.Delay(1, token);
                inFlight.End();
            },
        };
        await RestoreAsync(app, opened, allowed);
        Assert.IsLessThanOrEqualTo(allowed, inFlight.Most);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "of two collections")]
    [DataRow(true, DisplayName = "of one version")]
    public async Task Two_references_cost_one_opening_and_no_object_is_read_twice(bool ofOneVersion)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("one", ["best", "production"], ("a", "1"));
        await registry.LogAsync("two", ["best"], ("b", "2"));
        BuildProject app = new BuildProject(registry).Refer("one:best").Refer(ofOneVersion ? "one:production" : "two:best", ("Accessors", "false"), ("TargetPath", "x"));
        var opened = new OpenedStores();

        RestoreResult result = await RestoreAsync(app, opened);

        Assert.AreEqual(ofOneVersion ? 1 : 2, result.DownloadedFiles);
        Assert.HasCount(2, result.Files);
        string[] reads = [.. opened.Only().Calls.Where(call => call.Verb is "get" or "head").Select(call => call.Key)];
        Assert.AreSequenceEqual(reads.Distinct().Order(StringComparer.Ordinal), reads.Order(StringComparer.Ordinal));
        // Of each version its head, record, manifest and content; and the run that uses it.
        Assert.HasCount(ofOneVersion ? 5 : 9, reads);
        Assert.AreEqual(1, opened.Only().Calls.Count(call => call.Verb == "put" && call.Key.StartsWith("runs/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task With_a_mirror_uses_go_to_the_registry_itself_and_are_looked_up_there()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("one", ["best"], ("a", "1"));
        await using var copy = new LocalRegistry();
        await copy.LogAsync("one", ["best"], ("a", "1"));
        BuildProject app = new BuildProject(registry).Refer("one:best");
        app.Mirror = copy.Folder;
        var opened = new OpenedStores();

        RestoreResult result = await RestoreAsync(app, opened);

        Assert.AreEqual(1, result.DownloadedFiles);
        Assert.AreSequenceEqual([copy.Open.Address, registry.Open.Address], opened.All.Select(store => store.Address));
        Assert.IsFalse(opened.All[0].Calls.Any(call => call.Verb == "put"));
        Assert.IsFalse(opened.All[1].Calls.Any(call => call.IsBlob));
        Assert.HasCount(1, Directory.GetFiles(Path.Combine(registry.Folder, "runs"), "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Of_several_references_that_fail_the_first_is_told_of()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("one", [], ("a", "1"));
        BuildProject app = new BuildProject(registry).Refer("one").Refer("missing-1").Refer("missing-2");
        var lastFailed = new Gate();
        var opened = new OpenedStores
        {
            Before = (call, token) =>
            {
                if (call.Verb == "head")
                    lastFailed.Open();
                return call.Key.Contains("missing-1", StringComparison.Ordinal) ? lastFailed.WaitAsync(token) : Task.CompletedTask;
            },
        };
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.CollectionNotFound, () => RestoreAsync(app, opened));
        Assert.Contains("missing-1", failure.Message);
        Assert.AreEqual(1, failure.Reference);
    }

    [TestMethod]
    public async Task A_manifest_is_parsed_once_for_all_who_want_it()
    {
        await using var registry = new LocalRegistry();
        LogResult logged = await registry.LogAsync("one", ["best"], ("a", "1"));
        BuildProject app = new BuildProject(registry).Refer("one").Refer("one:best");
        await using var session = new RestoreSession(app.Request());
        var opener = new PinOpener(session);
        ArtifactRegistry open = session.Registries.ForReading(registry.Folder);
        OpenedPin[] pins = await Task.WhenAll(session.Request.References.Select(reference => opener.OpenAsync(
            open, reference, Model.Sha256Digest.Parse(logged.Artifact.CommitHash), reference.Requested, CancellationToken.None)));
        Assert.AreSame(pins[0].Manifest, pins[1].Manifest);
    }

    [TestMethod]
    public async Task A_lockfile_is_parsed_again_only_when_somebody_changed_it()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("one", [], ("a", "1"));
        BuildProject app = new BuildProject(registry).Refer("one");
        await app.RestoreAsync();
        var first = LockfileCopy.Read(app.LockFile);
        Assert.AreSame(first, first.ReadAgain());
        File.WriteAllText(app.LockFile, app.LockText + "\n");
        LockfileCopy second = first.ReadAgain();
        Assert.AreNotSame(first, second);
        Assert.AreEqual(app.LockText, second.Text);
        File.Delete(app.LockFile);
        LockfileCopy none = second.ReadAgain();
        Assert.IsNull(none.Text);
        Assert.AreEqual(0, none.Content.Artifacts.Count);
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"model-{i}");

    private static async Task<BuildProject> LogAsync(LocalRegistry registry)
    {
        var app = new BuildProject(registry);
        for (int i = 0; i < Aliases; i++)
        {
            await registry.LogAsync(Name(i), ["production"], ("a.bin", Name(i)));
            app.Refer($"{Name(i)}:production");
        }

        return app;
    }

    private static async Task<RestoreResult> RestoreAsync(BuildProject app, OpenedStores opened, int allowed = Allowed)
    {
        RestoreRequest request = app.Request();
        request = request with { Settings = request.Settings with { MaxConcurrency = allowed } };
        await using var restore = new ArtifactRestore(new RestoreSession(request, opened.Open));
        RestoreResult result = await restore.RunAsync(CancellationToken.None);
        Assert.IsEmpty(await restore.RecordUsesAsync(User, result, CancellationToken.None));
        return result;
    }
}
