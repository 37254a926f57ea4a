using System.ComponentModel;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>What a build with nothing to do opens, seen from outside.</summary>
[TestClass]
public sealed class FlowTraceTests : PackageTest
{
    [TestMethod]
    public async Task A_build_with_nothing_to_do_opens_no_socket_no_object_and_no_copy_of_one()
    {
        if (!HasStrace())
        {
            Assert.AreNotEqual("true", Environment.GetEnvironmentVariable("CI"), "strace is not here (apt-get install strace)");
            Assert.Inconclusive("strace is not here (apt-get install strace)");
        }

        await Workspace.LogAsync("model", [.. Enumerable.Range(0, 20).Select(i => ($"{i % 3}/{i}.bin", $"{i}"))]);
        await Workspace.LogAsync("data", ("data.csv", "1,2"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model;data" />""");
        await app.BuildAsync();

        string trace = Workspace["logs/build.strace"];
        CommandLine build = Workspace.Dotnet(app.Folder, "build", "--no-restore");
        (await Command.RunAsync(build with
        {
            Program = "strace",
            // With the filter in the kernel the build stops only at these calls, not at all others too.
            Arguments = ["-f", "--seccomp-bpf", "-s", "4096", "-e", "trace=network,open,openat,openat2,creat", "-o", trace, build.Program, .. build.Arguments],
        })).AssertNothingRestored();

        string[] calls = File.ReadAllLines(trace);
        // The trace works: what the build has to read is in it.
        Assert.IsNotEmpty(calls.Where(call => Opens(call, app.LastBuild)));
        Assert.AreEqual("", string.Join('\n', calls.Where(call => call.Contains("AF_INET", StringComparison.Ordinal))));
        // What a build with nothing to do loads of ours is small; the rest would cost more than all that it does.
        Assert.IsNotEmpty(calls.Where(call => call.Contains("/ArtifactBuild.Builds.dll\"", StringComparison.Ordinal)));
        Assert.AreEqual("", string.Join('\n', calls.Where(call => call.Contains("/ArtifactBuild.Core.dll\"", StringComparison.Ordinal))));
        foreach (string folder in new[] { Path.Combine(Workspace.Cache, "objects/sha256"), Path.Combine(app.Output, "artifacts"), Workspace.Registry })
            Assert.AreEqual("", string.Join('\n', calls.Where(call => Opens(call, folder) && !call.Contains("O_DIRECTORY", StringComparison.Ordinal))));
    }

    private static bool Opens(string call, string path) => call.Contains($"\"{path}", StringComparison.Ordinal);

    private bool HasStrace()
    {
        try
        {
            return Command.RunAsync(new CommandLine("strace", Workspace.Root) { Arguments = ["-f", "true"] }).GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
