using ArtifactBuild.Runs;

namespace ArtifactBuild.Registry.Tests.LocalOnly;

[TestClass]
public sealed class CiSystemTests
{
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["GITHUB_TOKEN"] = "secret",
        ["CI_JOB_TOKEN"] = "secret",
        ["SYSTEM_ACCESSTOKEN"] = "secret",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
    };

    public static IEnumerable<(string Variables, string Expected)> Systems =>
    [
        ("GITHUB_ACTIONS=true GITHUB_SHA=c0ffee GITHUB_REF_NAME=main GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=acme/vision GITHUB_RUN_ID=7",
            "GitHub Actions c0ffee main https://github.com/acme/vision/actions/runs/7"),
        ("GITLAB_CI=true CI_COMMIT_SHA=c0ffee CI_COMMIT_REF_NAME=main CI_JOB_URL=https://gitlab.com/acme/vision/-/jobs/7",
            "GitLab CI c0ffee main https://gitlab.com/acme/vision/-/jobs/7"),
        ("TF_BUILD=True BUILD_SOURCEVERSION=c0ffee BUILD_SOURCEBRANCHNAME=main SYSTEM_COLLECTIONURI=https://dev.azure.com/acme/ SYSTEM_TEAMPROJECT=vision BUILD_BUILDID=7",
            "Azure Pipelines c0ffee main https://dev.azure.com/acme/vision/_build/results?buildId=7"),
        ("JENKINS_URL=https://ci/ GIT_COMMIT=c0ffee GIT_BRANCH=origin/main BUILD_URL=https://ci/job/vision/7/",
            "Jenkins c0ffee origin/main https://ci/job/vision/7/"),
        ("CIRCLECI=true CIRCLE_SHA1=c0ffee CIRCLE_BRANCH=main CIRCLE_BUILD_URL=https://circleci.com/gh/acme/vision/7",
            "CircleCI c0ffee main https://circleci.com/gh/acme/vision/7"),
        ("BUILDKITE=true BUILDKITE_COMMIT=c0ffee BUILDKITE_BRANCH=main BUILDKITE_BUILD_URL=https://buildkite.com/acme/vision/builds/7",
            "Buildkite c0ffee main https://buildkite.com/acme/vision/builds/7"),
        ("BITBUCKET_BUILD_NUMBER=7 BITBUCKET_COMMIT=c0ffee BITBUCKET_BRANCH=main BITBUCKET_GIT_HTTP_ORIGIN=https://bitbucket.org/acme/vision",
            "Bitbucket Pipelines c0ffee main https://bitbucket.org/acme/vision/pipelines/results/7"),
        ("TRAVIS=true TRAVIS_COMMIT=c0ffee TRAVIS_BRANCH=main TRAVIS_BUILD_WEB_URL=https://app.travis-ci.com/acme/vision/builds/7",
            "Travis CI c0ffee main https://app.travis-ci.com/acme/vision/builds/7"),
        ("APPVEYOR=True APPVEYOR_REPO_COMMIT=c0ffee APPVEYOR_REPO_BRANCH=main APPVEYOR_URL=https://ci.appveyor.com APPVEYOR_ACCOUNT_NAME=acme APPVEYOR_PROJECT_SLUG=vision APPVEYOR_BUILD_ID=7",
            "AppVeyor c0ffee main https://ci.appveyor.com/project/acme/vision/builds/7"),
        ("TEAMCITY_VERSION=2024.1 BUILD_VCS_NUMBER=c0ffee TEAMCITY_BUILD_BRANCH=main BUILD_URL=https://tc/build/7",
            "TeamCity c0ffee main https://tc/build/7"),
    ];

    [TestMethod]
    [DynamicData(nameof(Systems))]
    public void A_known_system_tells_commit_branch_and_page_and_no_secret(string variables, string expected)
    {
        CiFacts facts = Detect(variables);

        Assert.AreEqual(expected, $"{facts.System} {facts.Commit} {facts.Branch} {facts.Url}");
    }

    [TestMethod]
    [DynamicData(nameof(Systems))]
    public void A_system_that_tells_nothing_else_is_known_by_its_mark(string variables, string expected)
    {
        CiFacts facts = Detect(variables.Split(' ')[0]);

        Assert.StartsWith($"{facts.System} ", expected);
        Assert.AreEqual((null, null, null), (facts.Commit, facts.Branch, facts.Url));
    }

    [TestMethod]
    public void Any_other_system_is_a_CI_and_a_developer_s_machine_is_none()
    {
        Assert.AreEqual(new CiFacts("CI", null, null, null), Detect("CI=true"));
        Assert.AreEqual(default, Detect("CI="));
        Assert.AreEqual(default, Detect("GITHUB_ACTIONS= OTHER=1"));
    }

    [TestMethod]
    [DataRow("https://user:secret@ci/job/7", "https://ci/job/7")]
    [DataRow("https://secret@ci:8443/job/7", "https://ci:8443/job/7")]
    [DataRow("https://ci/job/7?token=secret#secret", "https://ci/job/7")]
    [DataRow("https://ci/viewLog.html?guest=1&buildId=7&token=secret", "https://ci/viewLog.html?buildId=7")]
    [DataRow("file:///etc/passwd", null)]
    [DataRow("not a url", null)]
    public void The_page_of_a_run_carries_no_credentials(string url, string? expected) =>
        Assert.AreEqual(expected, CiSystems.Detect(name => name switch { "JENKINS_URL" => "x", "BUILD_URL" => url, _ => null }).Url);

    private static CiFacts Detect(string variables)
    {
        var all = new Dictionary<string, string>(Secrets);
        foreach (string variable in variables.Split(' '))
            all[variable[..variable.IndexOf('=')]] = variable[(variable.IndexOf('=') + 1)..];
        return CiSystems.Detect(all.GetValueOrDefault);
    }
}
