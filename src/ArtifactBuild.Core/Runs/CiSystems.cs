namespace ArtifactBuild.Runs;

/// <summary>What a CI system says about a run.</summary>
internal readonly record struct CiFacts(string? System, string? Commit, string? Branch, string? Url);

/// <summary>The CI systems that are known by the environment variables which their documentation names.</summary>
internal static class CiSystems
{
    private static readonly (string Marker, string System, string Commit, string Branch, Func<Func<string, string?>, string?> Url)[] Known =
    [
        // https://docs.github.com/actions/reference/workflows-and-actions/variables
        ("GITHUB_ACTIONS", "GitHub Actions", "GITHUB_SHA", "GITHUB_REF_NAME", get =>
            Join("/", get("GITHUB_SERVER_URL"), get("GITHUB_REPOSITORY"), "actions/runs", get("GITHUB_RUN_ID"))),
        // https://docs.gitlab.com/ci/variables/predefined_variables/
        ("GITLAB_CI", "GitLab CI", "CI_COMMIT_SHA", "CI_COMMIT_REF_NAME", get => get("CI_JOB_URL")),
        // https://learn.microsoft.com/azure/devops/pipelines/build/variables
        ("TF_BUILD", "Azure Pipelines", "BUILD_SOURCEVERSION", "BUILD_SOURCEBRANCHNAME", get =>
            get("SYSTEM_COLLECTIONURI") is string uri && get("BUILD_BUILDID") is string id && get("SYSTEM_TEAMPROJECT") is string project
                ? $"{uri.TrimEnd('/')}/{Uri.EscapeDataString(project)}/_build/results?buildId={id}"
                : null),
        // https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables
        ("JENKINS_URL", "Jenkins", "GIT_COMMIT", "GIT_BRANCH", get => get("BUILD_URL")),
        // https://circleci.com/docs/reference/variables/
        ("CIRCLECI", "CircleCI", "CIRCLE_SHA1", "CIRCLE_BRANCH", get => get("CIRCLE_BUILD_URL")),
        // https://buildkite.com/docs/pipelines/configure/environment-variables
        ("BUILDKITE", "Buildkite", "BUILDKITE_COMMIT", "BUILDKITE_BRANCH", get => get("BUILDKITE_BUILD_URL")),
        // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
        ("BITBUCKET_BUILD_NUMBER", "Bitbucket Pipelines", "BITBUCKET_COMMIT", "BITBUCKET_BRANCH", get =>
            Join("/", get("BITBUCKET_GIT_HTTP_ORIGIN"), "pipelines/results", get("BITBUCKET_BUILD_NUMBER"))),
        // https://docs.travis-ci.com/user/environment-variables/
        ("TRAVIS", "Travis CI", "TRAVIS_COMMIT", "TRAVIS_BRANCH", get => get("TRAVIS_BUILD_WEB_URL")),
        // https://www.appveyor.com/docs/environment-variables/
        ("APPVEYOR", "AppVeyor", "APPVEYOR_REPO_COMMIT", "APPVEYOR_REPO_BRANCH", get =>
            Join("/", get("APPVEYOR_URL"), "project", get("APPVEYOR_ACCOUNT_NAME"), get("APPVEYOR_PROJECT_SLUG"), "builds", get("APPVEYOR_BUILD_ID"))),
        // https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html
        ("TEAMCITY_VERSION", "TeamCity", "BUILD_VCS_NUMBER", "TEAMCITY_BUILD_BRANCH", get => get("BUILD_URL")),
    ];

    public static CiFacts Detect(Func<string, string?> variable)
    {
        string? Get(string name) => variable(name) is { Length: > 0 } value ? value : null;
        foreach ((string marker, string system, string commit, string branch, Func<Func<string, string?>, string?> url) in Known)
        {
            if (Get(marker) is not null)
                return new CiFacts(system, Get(commit), Get(branch), WithoutSecrets(url(Get)));
        }

        return Get("CI") is null ? default : new CiFacts("CI", null, null, null);
    }

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
