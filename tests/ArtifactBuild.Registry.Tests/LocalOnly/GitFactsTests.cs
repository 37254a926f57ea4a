using System.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Registry.Tests.LocalOnly;

[TestClass]
public sealed class GitFactsTests
{
    [TestMethod]
    public async Task A_work_tree_tells_its_commit_its_branch_and_whether_it_is_dirty()
    {
        await using var world = new World();
        string commit = Repository(world);

        GitFacts clean = await GitFacts.ReadAsync(world.PathOf("repository/sub"), CancellationToken.None);
        world.Write("repository/untracked.txt", "not known to git");
        GitFacts untracked = await GitFacts.ReadAsync(world.PathOf("repository"), CancellationToken.None);
        world.Write("repository/sub/a.txt", "changed");
        GitFacts dirty = await GitFacts.ReadAsync(world.PathOf("repository"), CancellationToken.None);

        Assert.AreEqual(40, commit.Length);
        Assert.AreEqual(new GitFacts(commit, false, "feature/one"), clean);
        Assert.AreEqual(new GitFacts(commit, false, "feature/one"), untracked);
        Assert.AreEqual(new GitFacts(commit, true, "feature/one"), dirty);
    }

    [TestMethod]
    public async Task A_detached_head_has_no_branch()
    {
        await using var world = new World();
        string commit = Repository(world);
        Git(world, "checkout", "-q", "--detach");

        Assert.AreEqual(new GitFacts(commit, false, null), await GitFacts.ReadAsync(world.PathOf("repository"), CancellationToken.None));
    }

    [TestMethod]
    public async Task Without_a_commit_a_work_tree_or_a_folder_there_are_no_facts()
    {
        await using var world = new World();
        Directory.CreateDirectory(world.PathOf("repository"));
        Git(world, "init", "-q");

        Assert.AreEqual(default, await GitFacts.ReadAsync(world.PathOf("repository"), CancellationToken.None));
        Assert.AreEqual(default, await GitFacts.ReadAsync(world.Folder, CancellationToken.None));
        Assert.AreEqual(default, await GitFacts.ReadAsync(world.PathOf("nowhere"), CancellationToken.None));
    }

    [TestMethod]
    public async Task A_run_has_what_git_and_the_machine_say_and_an_id_of_its_own()
    {
        await using var world = new World();
        string commit = Repository(world);

        Run first = await RunEnvironment.CaptureAsync("acme", "vision", "train", world.PathOf("repository"));
        Run second = await RunEnvironment.CaptureAsync("acme", "vision", "train", world.PathOf("repository"));

        Assert.AreEqual("acme vision train", $"{first.Entity} {first.Project} {first.Name}");
        Assert.AreEqual(commit, first.Commit);
        Assert.IsFalse(first.IsDirty);
        Assert.AreEqual(Environment.UserName, first.User);
        Assert.AreEqual(Environment.MachineName, first.Host);
        Assert.AreNotEqual(first.Id, second.Id);
        await using var other = new World(first);
        Artifacts.Artifact logged = await other.LogAsync("data", ("a.txt", "a"));
        Assert.AreEqual(commit, (await logged.LoggedByAsync())!.Commit);
    }

    private static string Repository(World world)
    {
        world.Write("repository/sub/a.txt", "a");
        Git(world, "init", "-q");
        Git(world, "checkout", "-q", "-b", "feature/one");
        Git(world, "add", ".");
        Git(world, "-c", "user.name=ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "One");
        return Git(world, "rev-parse", "HEAD");
    }

    private static string Git(World world, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = world.PathOf("repository"),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        Assert.AreEqual(0, git.ExitCode, $"git {string.Join(' ', arguments)}");
        return output;
    }
}
