[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace ArtifactBuild.Cli.Tests;

/// <summary>What holds for all tests of the tool, which run in this process.</summary>
[TestClass]
public static class TestSetup
{
    /// <summary>The user's own settings must not decide how a test ends.</summary>
    [AssemblyInitialize]
    public static void ForgetVariables(TestContext context)
    {
        foreach (string variable in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(key => key.StartsWith("ARTIFACT_", StringComparison.Ordinal)).ToArray())
            Environment.SetEnvironmentVariable(variable, null);
    }
}
