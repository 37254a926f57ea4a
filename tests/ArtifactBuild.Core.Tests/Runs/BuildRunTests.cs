using ArtifactBuild.Runs;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Runs;

/// <summary>Which builds are one run.</summary>
[TestClass]
public sealed class BuildRunTests
{
    private const string GitHub = "GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=acme/vision GITHUB_RUN_ID=7 GITHUB_RUN_ATTEMPT=1 GITHUB_JOB=build RUNNER_NAME=r1 GITHUB_SHA=c0ffee GITHUB_REF_NAME=main";

    [TestMethod]
    [DataRow(GitHub, "GITHUB_RUN_ATTEMPT=2 GITHUB_RUN_ID=8 GITHUB_JOB=test RUNNER_NAME=r2 GITHUB_REPOSITORY=acme/other", DisplayName = "GitHub")]
    [DataRow("GITLAB_CI=true CI_JOB_ID=7 CI_JOB_URL=https://gitlab.com/a/-/jobs/7", "CI_JOB_ID=8 CI_JOB_URL=https://gitlab.example/a/-/jobs/7", DisplayName = "GitLab")]
    [DataRow("TF_BUILD=True SYSTEM_COLLECTIONURI=https://dev.azure.com/acme/ SYSTEM_TEAMPROJECT=v BUILD_BUILDID=7 SYSTEM_JOBID=j SYSTEM_JOBATTEMPT=1", "BUILD_BUILDID=8 SYSTEM_JOBID=k SYSTEM_JOBATTEMPT=2", DisplayName = "Azure")]
    [DataRow("JENKINS_URL=https://ci BUILD_URL=https://ci/7 NODE_NAME=n", "BUILD_URL=https://ci/8 NODE_NAME=m", DisplayName = "Jenkins")]
    [DataRow("TEAMCITY_VERSION=1 BUILD_URL=https://tc/7", "BUILD_URL=https://tc/8", DisplayName = "TeamCity")]
    public async Task The_builds_of_one_job_are_one_run_and_another_job_is_another(string job, string others)
    {
        string id = (await CaptureAsync(job)).Id;
        Assert.AreEqual(id, (await CaptureAsync(job)).Id);
        Assert.MatchesRegex("^[0-9a-f]{32}$", id);
        foreach (string other in others.Split(' '))
            Assert.AreNotEqual(id, (await CaptureAsync($"{job} {other}")).Id, other);
        Assert.AreNotEqual(id, (await CaptureAsync(job, name: "Other.csproj")).Id);
        Assert.AreNotEqual(id, (await CaptureAsync(job, project: "other")).Id);
    }

    [TestMethod]
    [DataRow("OTHER=1", DisplayName = "a developer's machine")]
    [DataRow("CI=true", DisplayName = "a system that is not known")]
    [DataRow("GITHUB_ACTIONS=true GITHUB_RUN_ID=7", DisplayName = "a system that says too little")]
    public async Task Who_is_in_no_job_is_a_run_of_its_own(string variables) =>
        Assert.AreNotEqual((await CaptureAsync(variables)).Id, (await CaptureAsync(variables)).Id);

    [TestMethod]
    public async Task The_facts_of_the_system_are_in_the_run()
    {
        Run run = await CaptureAsync(GitHub);
        Assert.AreEqual("acme vision App.csproj", $"{run.Entity} {run.Project} {run.Name}");
        Assert.AreEqual("GitHub Actions c0ffee main https://github.com/acme/vision/actions/runs/7", $"{run.CiSystem} {run.Commit} {run.Branch} {run.CiUrl}");
    }

    [TestMethod]
    [DataRow("GITHUB_ACTIONS=true GITHUB_HEAD_REF=feature/x GITHUB_REF_NAME=12/merge", "feature/x")]
    [DataRow("TF_BUILD=True BUILD_SOURCEBRANCH=refs/heads/feature/x BUILD_SOURCEBRANCHNAME=x", "feature/x")]
    [DataRow("TF_BUILD=True SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/feature/x BUILD_SOURCEBRANCH=refs/pull/1/merge", "feature/x")]
    [DataRow("JENKINS_URL=x CHANGE_BRANCH=feature/x GIT_BRANCH=PR-1", "feature/x")]
    [DataRow("TRAVIS=true TRAVIS_PULL_REQUEST_BRANCH=feature/x TRAVIS_BRANCH=main", "feature/x")]
    [DataRow("TRAVIS=true TRAVIS_PULL_REQUEST_BRANCH= TRAVIS_BRANCH=main", "main")]
    public async Task The_branch_is_the_one_that_was_built(string variables, string branch) =>
        Assert.AreEqual(branch, (await CaptureAsync(variables)).Branch);

    private static async Task<Run> CaptureAsync(string variables, string name = "App.csproj", string project = "vision")
    {
        // A folder that no git knows, so that the system alone says what was built.
        using var temporary = new TemporaryDirectory();
        var all = new Dictionary<string, string>();
        foreach (string variable in variables.Split(' '))
            all[variable[..variable.IndexOf('=')]] = variable[(variable.IndexOf('=') + 1)..];
        return await BuildRun.CaptureAsync("acme", project, name, temporary.Root, all.GetValueOrDefault, CancellationToken.None);
    }
}
