namespace ArtifactBuild.Runs;

/// <summary>What a CI system says about a run.</summary>
internal readonly record struct CiFacts(string? System, string? Commit, string? Branch, string? Url)
{
    /// <summary>
    /// What no other job of any system has, so that all builds of one job can be one run; <see langword="null"/> when the system
    /// does not say.
    /// </summary>
    public string? Job { get; init; }
}

/// <summary>A CI system, by the environment variables that its documentation names.</summary>
/// <param name="Marker">Is set in every job.</param>
/// <param name="Name">What the system is called.</param>
/// <param name="Commit">Has the commit.</param>
/// <param name="Branch">Have the branch; the first that is set counts.</param>
/// <param name="Job">Tell a job from all others of the system, all together.</param>
/// <param name="Url">Makes the address of the run's page.</param>
internal sealed record CiSystem(
    string Marker, string Name, string Commit, string[] Branch, string[] Job, Func<Func<string, string?>, string?> Url);

/// <summary>The CI systems that are known.</summary>
internal static class CiSystems
{
    private const string BranchPrefix = "refs/heads/";

    private static readonly CiSystem[] Known =
    [
        // https://docs.github.com/actions/reference/workflows-and-actions/variables
        // The jobs of a matrix share their name, but no runner has two at once.
        new("GITHUB_ACTIONS", "GitHub Actions", "GITHUB_SHA", ["GITHUB_HEAD_REF", "GITHUB_REF_NAME"],
            ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB", "RUNNER_NAME"],
            get => Join("/", get("GITHUB_SERVER_URL"), get("GITHUB_REPOSITORY"), "actions/runs", get("GITHUB_RUN_ID"))),
        // https://docs.gitlab.com/ci/variables/predefined_variables/
        new("GITLAB_CI", "GitLab CI", "CI_COMMIT_SHA", ["CI_COMMIT_REF_NAME"], ["CI_JOB_ID"], get => get("CI_JOB_URL")),
        // https://learn.microsoft.com/azure/devops/pipelines/build/variables
        // The last part of a branch's name is a variable of its own, which is not enough for feature/x.
        new("TF_BUILD", "Azure Pipelines", "BUILD_SOURCEVERSION",
            ["SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH", "BUILD_SOURCEBRANCHNAME"],
            ["BUILD_BUILDID", "SYSTEM_JOBID", "SYSTEM_JOBATTEMPT"],
            get => get("SYSTEM_COLLECTIONURI") is string uri && get("BUILD_BUILDID") is string id && get("SYSTEM_TEAMPROJECT") is string project
                ? $"{uri.TrimEnd('/')}/{Uri.EscapeDataString(project)}/_build/results?buildId={id}"
                : null),
        // https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables
        new("JENKINS_URL", "Jenkins", "GIT_COMMIT", ["CHANGE_BRANCH", "GIT_BRANCH", "BRANCH_NAME"], ["BUILD_URL", "NODE_NAME"],
            get => get("BUILD_URL")),
        // https://circleci.com/docs/reference/variables/
        new("CIRCLECI", "CircleCI", "CIRCLE_SHA1", ["CIRCLE_BRANCH"], ["CIRCLE_WORKFLOW_JOB_ID", "CIRCLE_NODE_INDEX"],
            get => get("CIRCLE_BUILD_URL")),
        // https://buildkite.com/docs/pipelines/configure/environment-variables
        new("BUILDKITE", "Buildkite", "BUILDKITE_COMMIT", ["BUILDKITE_BRANCH"], ["BUILDKITE_JOB_ID"], get => get("BUILDKITE_BUILD_URL")),
        // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
        new("BITBUCKET_BUILD_NUMBER", "Bitbucket Pipelines", "BITBUCKET_COMMIT", ["BITBUCKET_BRANCH"], ["BITBUCKET_STEP_UUID"],
            get => Join("/", get("BITBUCKET_GIT_HTTP_ORIGIN"), "pipelines/results", get("BITBUCKET_BUILD_NUMBER"))),
        // https://docs.travis-ci.com/user/environment-variables/
        new("TRAVIS", "Travis CI", "TRAVIS_COMMIT", ["TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_BRANCH"], ["TRAVIS_JOB_ID"],
            get => get("TRAVIS_BUILD_WEB_URL")),
        // https://www.appveyor.com/docs/environment-variables/
        new("APPVEYOR", "AppVeyor", "APPVEYOR_REPO_COMMIT", ["APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH", "APPVEYOR_REPO_BRANCH"],
            ["APPVEYOR_JOB_ID"],
            get => Join("/", get("APPVEYOR_URL"), "project", get("APPVEYOR_ACCOUNT_NAME"), get("APPVEYOR_PROJECT_SLUG"), "builds", get("APPVEYOR_BUILD_ID"))),
        // https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html
        new("TEAMCITY_VERSION", "TeamCity", "BUILD_VCS_NUMBER", ["TEAMCITY_BUILD_BRANCH"], ["BUILD_URL"], get => get("BUILD_URL")),
    ];

    public static CiFacts Detect(Func<string, string?> variable)
    {
        string? Get(string name) => variable(name) is { Length: > 0 } value ? value : null;
        CiSystem? system = Array.Find(Known, known => Get(known.Marker) is not null);
        if (system is null)
            return Get("CI") is null ? default : new CiFacts("CI", null, null, null);
        string? branch = system.Branch.Select(Get).FirstOrDefault(name => name is not null);
        string? url = WithoutSecrets(system.Url(Get));
        return new CiFacts(system.Name, Get(system.Commit), Named(branch), url)
        {
            // With the page, because each server of a system counts its jobs for itself.
            Job = Join("\n", [system.Name, url, .. system.Job.Select(Get)]),
        };
    }

    private static string? Named(string? branch) =>
        branch?.StartsWith(BranchPrefix, StringComparison.Ordinal) == true ? branch[BranchPrefix.Length..] : branch;

    private static string? Join(string separator, params string?[] parts) =>
        Array.Exists(parts, part => part is null) ? null : string.Join(separator, parts.Select(part => part!.TrimEnd('/')));

    // Some servers put a token into their own address; of a query only what names the build is kept.
    private static string? WithoutSecrets(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
            return null;
        string? build = Array.Find(uri.Query.TrimStart('?').Split('&'), part => part.StartsWith("buildId=", StringComparison.Ordinal));
        return new UriBuilder(uri) { UserName = "", Password = "", Query = build, Fragment = "" }.Uri.AbsoluteUri;
    }
}
