using System.ComponentModel;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Counts the sockets of whole builds from outside, with strace.</summary>
[TestClass]
public sealed class NetworkTests : PackageTest
{
    [TestMethod]
    public async Task A_locked_build_with_a_warm_cache_opens_no_socket()
    {
        await RequireStraceAsync();
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        Workspace.HideRegistry();

        // From a clean clone: the lockfile and the cache are there, what the last build left is not.
        Directory.Delete(app.Output, recursive: true);
        File.Delete(app.LastBuild);
        Assert.AreEqual("", await SocketsOfBuildAsync(app));
        Assert.AreSequenceEqual(["model/model.bin"], app.ArtifactFiles);
        // And with nothing to do.
        Assert.AreEqual("", await SocketsOfBuildAsync(app));
    }

    private async Task<string> SocketsOfBuildAsync(TestProject app)
    {
        string trace = Workspace[$"logs/{Guid.NewGuid():N}.strace"];
        CommandLine build = Workspace.Dotnet(app.Folder, "build", "--no-restore", "-p:ArtifactLockedMode=true");
        CommandResult result = await Command.RunAsync(build with
        {
            Program = "strace",
            // With the filter in the kernel the build stops only at these calls, not at all others too.
            Arguments = ["-f", "--seccomp-bpf", "-e", "trace=network", "-o", trace, build.Program, .. build.Arguments],
        });
        result.AssertNothingRestored();
        return string.Join('\n', File.ReadLines(trace).Where(line => line.Contains("AF_INET", StringComparison.Ordinal)));
    }

    private async Task RequireStraceAsync()
    {
        string reason;
        try
        {
            CommandResult probe = await Command.RunAsync(new CommandLine("strace", Workspace.Root) { Arguments = ["-f", "true"] });
            if (probe.ExitCode == 0)
                return;
            reason = probe.Output;
        }
        catch (Win32Exception e)
        {
            reason = e.Message;
        }

        string message = $"strace can't be used here (apt-get install strace): {reason}";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(message);
        Assert.Inconclusive(message);
    }
}
