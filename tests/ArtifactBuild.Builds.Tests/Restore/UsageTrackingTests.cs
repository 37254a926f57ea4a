using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Builds.Tests.Restore;

/// <summary>Builds that tell the registries what they use.</summary>
[TestClass]
public sealed class UsageTrackingTests : IDisposable
{
    private readonly BuildFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task A_restore_is_a_use_of_every_pin_by_one_run()
    {
        await LogAsync("model", "data");
        RestoreRequest request = Request("model", "data");
        RestoreResult result = await RestoreAsync(request);
        Assert.IsEmpty(await RecordAsync(request, result));
        Assert.IsEmpty(await RecordAsync(request, result));
        Assert.AreEqual("r1", await UsersAsync("model"));
        Assert.AreEqual("r1", await UsersAsync("data"));
        Assert.HasCount(1, Directory.GetFiles(_folder.PathOf("registry/runs"), "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Offline_or_with_nothing_to_do_no_registry_is_asked()
    {
        await LogAsync("model");
        RestoreRequest request = Request("model");
        RestoreResult result = await RestoreAsync(request);
        Directory.Move(_folder.Registry, _folder.PathOf("away"));
        Assert.IsEmpty(await RecordAsync(request with { Offline = true }, result));
        RestoreResult again = await RestoreAsync(request);
        Assert.IsTrue(again.UpToDate);
        Assert.IsEmpty(await RecordAsync(request, again));
        Assert.IsFalse(Directory.Exists(_folder.Registry));
    }

    [TestMethod]
    public async Task A_registry_that_can_not_be_written_is_a_warning_and_the_others_are_told()
    {
        await LogAsync("model", "data");
        RestoreRequest request = Request("model", "data");
        RestoreResult result = await RestoreAsync(request);
        string file = _folder.Write("file", "no folder");
        RestoreRequest half = request with
        {
            References = [Reference("model", ("Registry", file)), Reference("data")],
        };
        ImmutableArray<ArtifactException> warnings = await RecordAsync(half, result);
        Assert.AreEqual("ART2501", warnings.Single().Code);
        Assert.Contains("ART2010", warnings[0].Message);
        Assert.AreEqual("", await UsersAsync("model"));
        Assert.AreEqual("r1", await UsersAsync("data"));
    }

    [TestMethod]
    public async Task An_address_of_no_registry_is_a_warning()
    {
        await LogAsync("model");
        RestoreRequest request = Request("model");
        RestoreResult result = await RestoreAsync(request);
        RestoreRequest elsewhere = request with { References = [Reference("model", ("Registry", "ftp://user:secret@host/x"))] };
        ArtifactException warning = (await RecordAsync(elsewhere, result)).Single();
        Assert.AreEqual("ART2501", warning.Code);
        Assert.Contains("ART2001", warning.Message);
        Assert.DoesNotContain("secret", warning.Message);
    }

    [TestMethod]
    public async Task A_version_that_went_or_was_made_anew_is_a_warning_and_no_use()
    {
        await LogAsync("model", "data", "third");
        RestoreRequest request = Request("model", "data", "third");
        RestoreResult result = await RestoreAsync(request);
        Directory.Delete(_folder.PathOf("registry/collections/default/uncategorized/model"), recursive: true);
        Directory.Delete(_folder.PathOf("registry/collections/default/uncategorized/data"), recursive: true);
        _folder.Write("data.bin", "other bytes");
        await LogAsync("data");
        ArtifactException warning = (await RecordAsync(request, result)).Single();
        Assert.Contains("ART2002", warning.Message);
        Assert.Contains("ART2003: “default/uncategorized/data:v0”", warning.Message);
        Assert.AreEqual("", await UsersAsync("data"));
        Assert.AreEqual("r1", await UsersAsync("third"));
    }

    [TestMethod]
    public async Task A_registry_that_does_not_answer_in_time_is_a_warning_and_a_cancel_is_a_cancel()
    {
        await LogAsync("model");
        RestoreRequest request = Request("model");
        RestoreResult result = await RestoreAsync(request);
        var silent = new OpenedStores { Before = (_, token) => Task.Delay(Timeout.Infinite, token) };
        await using var registries = new RegistryPool(request.Settings) { Opener = silent.Open };
        ImmutableArray<ArtifactException> warnings = await new UsageTracking(registries) { Patience = TimeSpan.Zero }
            .RecordAsync(RunOf("r1"), request, result, CancellationToken.None);
        Assert.Contains("longer than 0 seconds", warnings.Single().Message);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => RecordAsync(request, result, new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public async Task One_version_that_was_fetched_is_used()
    {
        await LogAsync("model");
        await using ArtifactRegistry registry = _folder.Open();
        using Artifact version = await registry.GetAsync("model:latest");
        Assert.IsNull(await UsageTracking.RecordAsync(_folder.Settings with { Run = RunOf("r2") }, version, CancellationToken.None));
        Assert.AreEqual("r2", await UsersAsync("model"));
    }

    private async Task LogAsync(params string[] names)
    {
        foreach (string name in names)
        {
            if (!File.Exists(_folder.PathOf($"project/{name}.bin")))
                _folder.Write($"{name}.bin", name);
            OutputReport report = await _folder.LogAsync(BuildFolder.Item(name, ("Type", "model"), ("Files", $"{name}.bin")));
            Assert.IsTrue(report.Succeeded, string.Join(' ', report.AllErrors));
        }
    }

    private RestoreRequest Request(params string[] names) => new(
        _folder.Settings,
        [.. names.Select(name => Reference(name))],
        _folder.PathOf("project/artifacts.lock.json"),
        _folder.PathOf("project/obj"));

    private ArtifactReferenceItem Reference(string name, params (string Name, string Value)[] metadata) =>
        ArtifactReferenceItem.Read(name, BuildFolder.Item(name, metadata).Metadata, _folder.Settings);

    private static async Task<RestoreResult> RestoreAsync(RestoreRequest request)
    {
        await using var restore = new ArtifactRestore(request);
        return await restore.RunAsync(CancellationToken.None);
    }

    // In a session of its own: what the restore looked up in the registries is looked up again.
    private static async Task<ImmutableArray<ArtifactException>> RecordAsync(
        RestoreRequest request, RestoreResult result, CancellationToken cancellationToken = default)
    {
        await using var registries = new RegistryPool(request.Settings);
        return await new UsageTracking(registries).RecordAsync(RunOf("r1"), request, result, cancellationToken);
    }

    private static Run RunOf(string id) =>
        new() { Id = id, Entity = "default", Project = "uncategorized", StartedAt = DateTimeOffset.UnixEpoch };

    private async Task<string> UsersAsync(string name)
    {
        await using ArtifactRegistry registry = _folder.Open();
        using Artifact version = await registry.GetAsync(name);
        return string.Join(' ', (await version.UsedByAsync()).Select(run => run.Id));
    }
}
