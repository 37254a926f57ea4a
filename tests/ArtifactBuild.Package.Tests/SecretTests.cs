using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Neither what a store's environment variables hold nor what an address should not hold is ever shown or written.</summary>
[TestClass]
public sealed class SecretTests : PackageTest
{
    private const string Canary = "canary-7f3a9c";

    [TestMethod]
    [DataRow("https://user:canary-7f3a9c@example.invalid/registry")]
    [DataRow("ftp://user:canary-7f3a9c@example.invalid/registry")]
    [DataRow("s3://user:canary-7f3a9c@bucket/prefix")]
    [DataRow("file://user:canary-7f3a9c@host/registry")]
    [DataRow("s3://bucket/prefix?secret=canary-7f3a9c")]
    public async Task An_address_with_a_password_is_refused_without_being_shown(string address)
    {
        TestProject app = Workspace.AddProject("app", $"""<ArtifactReference Include="model" Registry="{address}" />""");
        AssertSilent(await RunAsync(app, "build"), "ART2001", app);

        app.SetItems($"""<ArtifactOutput Include="model" Type="model" Files="Program.cs" Registry="{address}" />""");
        AssertSilent(await RunAsync(app, "build", "-t:ArtifactLog"), "ART2001", app);
    }

    [TestMethod]
    public async Task Credentials_in_the_environment_reach_no_lockfile_and_no_log()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        CommandResult build = (await RunAsync(app, "build", "-v:detailed")).AssertSuccess();
        Assert.DoesNotContain(Canary, build.Output);
        Assert.DoesNotContain(Canary, File.ReadAllText(app.Lockfile));
    }

    private static Task<CommandResult> RunAsync(TestProject app, params string[] arguments) => app.RunAsync(
        new[] { "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_STORAGE_KEY", "AZURE_CLIENT_SECRET", "GOOGLE_OAUTH_ACCESS_TOKEN" }
            .ToDictionary(variable => variable, _ => Canary),
        arguments);

    private static void AssertSilent(CommandResult result, string code, TestProject app)
    {
        result.AssertError(code);
        Assert.DoesNotContain(Canary, result.Output);
        Assert.IsFalse(File.Exists(app.Lockfile));
    }
}
