using System.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Package.Tests.Fixtures;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class KillTests : PackageTest
{
    private const int MiB = 1024 * 1024;

    [TestMethod]
    public async Task A_build_that_is_killed_while_it_downloads_leaves_nothing_that_the_next_one_does_not_clear()
    {
        // More than 32 MiB, so that it comes in chunks.
        string text = string.Concat(Enumerable.Range(0, 5 * MiB).Select(i => $"{i:x7}\n"));
        Assert.AreEqual(40 * MiB, text.Length);
        await using TestServer server = await TestServer.StartAsync(TestServerKind.Gcs, TestContext.CancellationToken);
        string registry = await server.NewBucketAsync(cancellationToken: TestContext.CancellationToken);
        await LogAsync(Workspace.Write("trained/model.bin", text), Variables(registry, server.Environment));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");

        // Every content stops in its second mebibyte and never goes on, so the build can't be faster than the signal.
        await using (FaultProxy proxy = await FaultProxy.StartAsync(
            server.Endpoint, FaultScript.On(IsContent, Fault.Stall(FaultPoint.InBody(MiB), TimeSpan.FromDays(1)), times: int.MaxValue)))
        {
            await KillDuringDownloadAsync(app, proxy, Variables(registry, server.EnvironmentAt(proxy.Endpoint)));
        }

        Assert.IsNotEmpty(ScratchFiles());
        Assert.IsFalse(File.Exists(app.LastBuild));
        (await app.RunAsync(Variables(registry, server.Environment), "build")).AssertSuccess();
        Assert.AreEqual(text, app.Text("model/model.bin"));
        Assert.IsEmpty(ScratchFiles());
        Assert.HasCount(2, Workspace.CacheObjects);
    }

    private async Task LogAsync(string file, Dictionary<string, string> variables)
    {
        CommandLine log = Workspace.Dotnet(
            Workspace.Root, BuildPaths.Cli, "log", "model", Path.GetDirectoryName(file)!, "--type", "model", "--cache", Workspace["cli-cache"]);
        (await Command.RunAsync(log.With(variables))).AssertSuccess();
    }

    private async Task KillDuringDownloadAsync(TestProject app, FaultProxy proxy, Dictionary<string, string> variables)
    {
        await app.RestoreAsync();
        using Process build = Command.Start(Workspace.Dotnet(app.Folder, "build", "--no-restore").With(variables));
        Task<string> output = build.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        Task<string> error = build.StandardError.ReadToEndAsync(TestContext.CancellationToken);
        while (!build.HasExited && !(proxy.Faults.Count > 0 && ScratchFiles().Length > 0))
            await Task.Delay(10, TestContext.CancellationToken);
        bool running = !build.HasExited;
        // A build of one project runs in this one process.
        build.Kill();
        await build.WaitForExitAsync(TestContext.CancellationToken);
        Assert.IsTrue(running, $"The build ended by itself:\n{await output}{await error}");
    }

    private static Dictionary<string, string> Variables(string registry, IReadOnlyDictionary<string, string> server) =>
        new(server) { ["ARTIFACT_REGISTRY"] = registry };

    private static bool IsContent(ProxiedRequest request) =>
        request.Method == "GET" && request.Path.Contains("blobs", StringComparison.Ordinal) && request.Query.Contains("alt=media", StringComparison.Ordinal);

    // Small contents come by way of one folder, large ones by way of the other.
    private string[] ScratchFiles() => [.. new[] { "tmp", "partial" }
        .SelectMany(folder => Fixtures.Workspace.Files(Path.Combine(Workspace.Cache, folder)).Select(name => $"{folder}/{name}"))
        .Where(name => !name.EndsWith(".lock", StringComparison.Ordinal))];
}
