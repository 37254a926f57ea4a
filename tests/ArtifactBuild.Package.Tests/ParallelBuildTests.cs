using System.Security.Cryptography;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Sixteen builds of one artifact at the same time, from a cold cache.</summary>
[TestClass]
public sealed class ParallelBuildTests : PackageTest
{
    private const int Projects = 8;
    private static readonly string[] Frameworks = ["net10.0", "netstandard2.0"];

    [TestMethod]
    [DataRow(true, DisplayName = "one lockfile for all")]
    [DataRow(false, DisplayName = "a lockfile for each project")]
    public async Task A_solution_builds_in_parallel(bool sharedLockfile)
    {
        string text = new('x', 1_000_000);
        await Workspace.LogAsync("model", ("model.bin", text), ("sub/config.json", "{}"));
        string lockfile = sharedLockfile ? $"<ArtifactLockFile>{Workspace["artifacts.lock.json"]}</ArtifactLockFile>" : "";
        TestProject[] projects = [.. Enumerable.Range(0, Projects).Select(i => Workspace.AddProject(
            $"p{i}",
            """<ArtifactReference Include="model" />""",
            $"<TargetFrameworks>{string.Join(';', Frameworks)}</TargetFrameworks><LangVersion>latest</LangVersion>{lockfile}"))];
        Workspace.Write("all.slnx", $"<Solution>{string.Concat(projects.Select(p => $"<Project Path=\"{Path.GetRelativePath(Workspace.Root, p.File)}\" />"))}</Solution>");
        foreach (TestProject project in projects)
            await project.RestoreAsync();
        (await Workspace.RunAsync(Workspace.Root, "build", "--no-restore", "-m")).AssertSuccess();
        AssertRight(projects, text);
        AssertCache();
        (await Workspace.RunAsync(Workspace.Root, "build", "--no-restore", "-m")).AssertNothingRestored();

        string[] lockfiles = sharedLockfile ? [Workspace["artifacts.lock.json"]] : [.. projects.Select(project => project.Lockfile)];
        string pins = lockfiles.Select(File.ReadAllText).Distinct().Single();
        for (int again = 0; again < 3; again++)
        {
            Directory.Delete(Workspace.Cache, recursive: true);
            foreach (string path in lockfiles)
                File.Delete(path);
            (await Workspace.RunAsync(Workspace.Root, "build", "--no-restore", "-m", "-t:ArtifactRestore")).AssertSuccess();
            AssertCache();
            Assert.AreEqual(pins, lockfiles.Select(File.ReadAllText).Distinct().Single());
        }
    }

    private static void AssertRight(TestProject[] projects, string text)
    {
        foreach (TestProject project in projects)
        {
            foreach (string framework in Frameworks)
            {
                string output = Path.Combine(project.Folder, "bin", "Debug", framework, "artifacts");
                Assert.AreSequenceEqual(["model/model.bin", "model/sub/config.json"], Fixtures.Workspace.Files(output));
                Assert.AreEqual(text, File.ReadAllText(Path.Combine(output, "model", "model.bin")), output);
            }
        }
    }

    private void AssertCache()
    {
        string objects = Path.Combine(Workspace.Cache, "objects", "sha256");
        string[] files = Fixtures.Workspace.Files(objects);
        // Two files and the manifest.
        Assert.HasCount(3, files);
        foreach (string file in files)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(objects, file))));
            Assert.AreEqual(file.Replace("/", "", StringComparison.Ordinal), hash);
        }

        Assert.IsEmpty(Fixtures.Workspace.Files(Path.Combine(Workspace.Cache, "tmp")).Where(name => !name.EndsWith(".lock", StringComparison.Ordinal)));
    }
}
