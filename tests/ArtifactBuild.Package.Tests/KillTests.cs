using System.Diagnostics;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class KillTests : PackageTest
{
    [TestMethod]
    public async Task A_build_that_is_killed_while_it_downloads_leaves_nothing_that_the_next_one_does_not_clear()
    {
        string text = string.Concat(Enumerable.Range(0, 8 * 1024 * 1024).Select(i => $"{i:x7}\n"));
        Assert.AreEqual(64 * 1024 * 1024, text.Length);
        await Workspace.LogAsync("model", ("model.bin", text));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        (await app.RunAsync("restore")).AssertSuccess();

        // The download takes a moment only, so the signal may come too late.
        int attempts = 0;
        while (!await KillDuringDownloadAsync(app))
        {
            Assert.IsLessThan(10, ++attempts, "every build was faster than the signal");
            Directory.Delete(Workspace.Cache, recursive: true);
            File.Delete(app.Stamp);
        }

        Assert.IsFalse(File.Exists(app.Stamp));
        await app.BuildAsync();
        Assert.AreEqual(text, app.Text("model/model.bin"));
        Assert.IsEmpty(ScratchFiles());
        Assert.HasCount(2, Workspace.CacheObjects);
    }

    /// <returns>Whether a half-made file was left.</returns>
    private async Task<bool> KillDuringDownloadAsync(TestProject app)
    {
        using Process build = Command.Start(Workspace.Dotnet(app.Folder, "build", "--no-restore"));
        Task output = Task.WhenAll(build.StandardOutput.ReadToEndAsync(), build.StandardError.ReadToEndAsync());
        while (!build.HasExited && !ScratchFiles().Any(IsBig))
            await Task.Delay(1);
        // A build of one project runs in this one process.
        build.Kill();
        await build.WaitForExitAsync();
        await output;
        return ScratchFiles().Length > 0;
    }

    // Small contents come by way of one folder, large ones by way of the other.
    private string[] ScratchFiles() => [.. new[] { "tmp", "partial" }
        .SelectMany(folder => Fixtures.Workspace.Files(Path.Combine(Workspace.Cache, folder)).Select(name => $"{folder}/{name}"))
        .Where(name => !name.EndsWith(".lock", StringComparison.Ordinal))];

    private bool IsBig(string name)
    {
        var file = new FileInfo(Path.Combine(Workspace.Cache, name));
        return file.Exists && file.Length > 1024 * 1024;
    }
}
