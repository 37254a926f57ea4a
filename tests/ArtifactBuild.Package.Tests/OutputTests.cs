using ArtifactBuild.Artifacts;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>The producer: <c>ArtifactOutput</c> items.</summary>
[TestClass]
public sealed class OutputTests : PackageTest
{
    [TestMethod]
    public async Task The_target_logs_all_outputs_and_a_second_time_nothing()
    {
        TestProject app = Workspace.AddProject("app", """
            <ArtifactOutput Include="team/vision/model" Type="model" Root="out" Files="**/*;!**/*.tmp" Aliases="candidate;nightly" Tags="small" Description="A model." MetadataFile="metrics.json" Metadata="{&quot;epochs&quot;: 2}" />
            <ArtifactOutput Include="report" Type="report" Files="report.md" />
            """);
        Workspace.Write("app/out/weights/model.bin", "bytes");
        Workspace.Write("app/out/half.tmp", "no");
        Workspace.Write("app/report.md", "# Report");
        Workspace.Write("app/metrics.json", """{"accuracy": 0.9, "epochs": 1}""");

        CommandResult first = (await app.RunAsync("build", "-t:ArtifactLog")).AssertSuccess();
        string[] expected =
        [
            "Logged team/vision/model:v0 (1 entry, 5 bytes sent)",
            "Logged default/uncategorized/report:v0 (1 entry, 8 bytes sent)",
        ];
        Assert.AreSequenceEqual(expected, first.ProductLines);
        (await app.RunAsync("build", "-t:ArtifactLog")).AssertNothingRestored();

        await using ArtifactRegistry registry = ArtifactRegistry.Open(Workspace.Registry, new ArtifactRegistryOptions { CacheDirectory = Workspace.Cache });
        using Artifact model = await registry.GetAsync("team/vision/model:candidate");
        Assert.AreEqual("v0", model.Version);
        Assert.AreEqual("A model.", model.Description);
        Assert.AreSequenceEqual(["candidate", "latest", "nightly"], model.Aliases.Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual(["small"], model.Tags);
        Assert.AreEqual("""{"accuracy":0.9,"epochs":2}""", model.Metadata.ToJsonString());
        Assert.AreSequenceEqual(["weights/model.bin"], (await model.GetManifestAsync()).Entries.Select(entry => entry.Path));
    }

    [TestMethod]
    public async Task A_build_logs_when_it_is_told_to_and_later_targets_see_what_was_logged()
    {
        TestProject app = Workspace.AddProject("app", """<ArtifactOutput Include="model" Type="model" Root="$(OutDir)" Files="*.dll" />""");
        (await app.BuildAsync()).AssertNothingRestored();
        Workspace.Write("app/Directory.Build.targets", """
            <Project>
              <Target Name="Tell" AfterTargets="ArtifactLog">
                <Message Importance="high" Text="Told: %(LoggedArtifact.Identity) %(Version) %(IsNewVersion) %(Digest) %(ManifestSha256)" />
              </Target>
            </Project>
            """);
        CommandResult logged = await app.BuildAsync("-p:ArtifactLogOnBuild=true");
        Assert.HasCount(1, logged.ProductLines, logged.Output);
        Assert.StartsWith("Logged default/uncategorized/model:v0 (1 entry, ", logged.ProductLines[0]);
        Assert.MatchesRegex("Told: default/uncategorized/model:v0 v0 true [0-9a-f]{32} [0-9a-f]{64}", logged.Output);

        CommandResult again = await app.BuildAsync("-p:ArtifactLogOnBuild=true");
        again.AssertNothingRestored();
        Assert.Contains("Told: default/uncategorized/model:v0 v0 false ", again.Output);
    }

    [TestMethod]
    [DataRow("""Include="model" Type="model" Root="nothing" """, "ART4010", DisplayName = "no files")]
    [DataRow("""Include="model" Type="model" Files="*.none" """, "ART4010", DisplayName = "globs that match nothing")]
    [DataRow("""Include="model" Root="." """, "ART1004", DisplayName = "no type")]
    [DataRow("""Include="model" Type="model" """, "ART1004", DisplayName = "neither root nor files")]
    [DataRow("""Include="model:v1" Type="model" Root="." """, "ART1004", DisplayName = "a version")]
    [DataRow("""Include="model" Type="model" Root="." Metadata="[1]" """, "ART1004", DisplayName = "metadata that is no object")]
    [DataRow("""Include="model" Type="model" Root="." MetadataFile="none.json" """, "ART1004", DisplayName = "a metadata file that is not there")]
    public async Task An_output_that_can_not_be_logged_fails(string item, string code)
    {
        TestProject app = Workspace.AddProject("app", $"<ArtifactOutput {item}/>");
        await app.RestoreAsync();
        string error = (await app.RunAsync("msbuild", "-t:ArtifactLog")).AssertError(code);
        Assert.StartsWith(app.File, error);
        Assert.IsFalse(Directory.Exists(Workspace.Registry));
    }

    [TestMethod]
    public async Task An_output_that_fails_does_not_keep_the_others_back()
    {
        TestProject app = Workspace.AddProject("app", """
            <ArtifactOutput Include="absent" Type="model" Root="nothing" />
            <ArtifactOutput Include="present" Type="model" Files="Program.cs" />
            """);
        CommandResult result = await app.RunAsync("build", "-t:ArtifactLog");
        result.AssertError("ART4010");
        Assert.AreSequenceEqual(["Logged default/uncategorized/present:v0 (1 entry, 9 bytes sent)"], result.ProductLines);
    }

    [TestMethod]
    public async Task A_project_with_several_target_frameworks_has_the_targets_too()
    {
        TestProject app = Workspace.AddProject(
            "app",
            """<ArtifactOutput Include="report" Type="report" Files="report.md" /><ArtifactReference Include="model" />""",
            "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion>");
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        Workspace.Write("app/report.md", "# Report");
        foreach (string target in new[] { "ArtifactRestore", "ArtifactLog", "ArtifactUpdate", "Build", "ArtifactVerify" })
            (await app.RunAsync("build", $"-t:{target}")).AssertSuccess();
    }
}
