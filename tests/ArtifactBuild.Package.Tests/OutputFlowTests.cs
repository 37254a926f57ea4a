using System.Text.Json;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Outputs that a build makes, their URIs and links, and what later targets and other programs see of a log.</summary>
[TestClass]
public sealed class OutputFlowTests : PackageTest
{
    // What a project does with the items is what this writes of them.
    private const string Tell = """
          <Target Name="Tell" AfterTargets="ArtifactLog">
            <Message Importance="high" Text="Told: %(LoggedArtifact.Identity)|%(Name)|%(Entity)|%(Project)|%(Collection)|%(Version)|%(Type)|%(Registry)|%(Aliases)|%(Links)|%(IsNewVersion)|%(BytesSent)" />
            <ItemGroup><_Alias Include="%(LoggedArtifact.Aliases)" /></ItemGroup>
            <Message Importance="high" Text="Aliases: @(_Alias)" />
          </Target>
        """;

    [TestMethod]
    public async Task Outputs_of_targets_with_URIs_and_links_are_logged_and_told()
    {
        string far = Workspace.Write("far/b.bin", "bb");
        TestProject app = Workspace.AddProject("app", $"""
            <ArtifactOutput Include="fixed" Type="model" Root="out" TimeToLive="30d" LinkTo="models/p:staging;q" Aliases="best" />
            <ArtifactOutputUri Include="{new Uri(far).AbsoluteUri}" Artifact="fixed" Name="refs/b.bin" />
            <ArtifactOutputUri Include="custom://host/x%3Fy=1" Artifact="fixed" Name="query" />
            """);
        Workspace.Write("app/out/a.bin", "abc");
        Workspace.Write("app/Directory.Build.targets", $"""
            <Project>
              <Target Name="Make" BeforeTargets="ArtifactLog">
                <WriteLinesToFile File="$(IntermediateOutputPath)made/one.txt" Lines="one" Overwrite="true" />
                <WriteLinesToFile File="$(IntermediateOutputPath)made/two%3B 100%25 @é.txt" Lines="two" Overwrite="true" />
                <ItemGroup>
                  <_Made Include="$(IntermediateOutputPath)made/*.txt" />
                  <ArtifactOutput Include="made" Type="report" Root="$(IntermediateOutputPath)made" Files="@(_Made->'%(FullPath)')" Incremental="true" />
                </ItemGroup>
              </Target>
            {Tell}
            </Project>
            """);
        CommandResult first = await app.BuildAsync("-p:ArtifactLogOnBuild=true");
        string registry = new Uri(Workspace.Registry).AbsoluteUri;
        string fixedTold = $"default/uncategorized/fixed:v0|default/uncategorized/fixed|default|uncategorized|fixed|v0|model|{registry}|best;latest|default/models/p:v0;default/uncategorized/q:v0";
        Assert.Contains($"Told: {fixedTold}|true|3", first.Output);
        Assert.Contains($"Told: default/uncategorized/made:v0|default/uncategorized/made|default|uncategorized|made|v0|report|{registry}|latest||true|8", first.Output);
        Assert.Contains("Aliases: best;latest;latest", first.Output);
        string[] expected = ["Logged default/uncategorized/fixed:v0 (3 entries, 3 bytes sent)", "Logged default/uncategorized/made:v0 (2 entries, 8 bytes sent)"];
        Assert.AreSequenceEqual(expected, first.ProductLines);

        await using ArtifactRegistry open = ArtifactRegistry.Open(Workspace.Registry, new ArtifactRegistryOptions { CacheDirectory = Workspace.Cache });
        using Artifact model = await open.GetAsync("fixed");
        Assert.AreEqual(TimeSpan.FromDays(30), model.TimeToLive.Duration);
        await model.GetManifestAsync();
        Assert.AreEqual("custom://host/x?y=1", model.GetEntry("query").Ref);
        Assert.IsTrue(await open.ExistsAsync("default/models/p:staging"));
        Assert.IsTrue(await open.ExistsAsync("q"));

        using Artifact made = await open.GetAsync("made");
        Assert.AreSequenceEqual(
            ["one.txt", "two; 100% @é.txt"],
            (await made.GetManifestAsync()).Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));

        string result = Path.Combine(app.Folder, "obj", "Debug", "net10.0", "artifact-log.json");
        using (var json = JsonDocument.Parse(File.ReadAllText(result)))
        {
            Assert.IsTrue(json.RootElement.GetProperty("succeeded").GetBoolean());
            Assert.AreEqual(model.CommitHash, json.RootElement.GetProperty("outputs")[0].GetProperty("manifestSha256").GetString());
        }

        CommandResult again = await app.BuildAsync("-p:ArtifactLogOnBuild=true", "-p:ArtifactLogResultFile=result.json");
        again.AssertNothingRestored();
        Assert.Contains("|false|0", again.Output);
        Assert.Contains("\"status\": \"unchanged\"", File.ReadAllText(Path.Combine(app.Folder, "result.json")));
        (await app.RunAsync("clean")).AssertSuccess();
        Assert.IsFalse(File.Exists(result));
        Assert.IsTrue(File.Exists(Path.Combine(app.Folder, "result.json")));
    }

    [TestMethod]
    public async Task A_publish_is_logged_when_it_is_complete_and_only_when_that_is_asked_for()
    {
        TestProject app = Workspace.AddProject("app", """
            <ArtifactOutput Include="app" Type="application" Root="$(PublishDir)" Files="**/*;!*.pdb" />
            """);
        (await app.RunAsync("publish")).AssertNothingRestored();
        (await app.BuildAsync("-p:ArtifactLogOnPublish=true")).AssertNothingRestored();
        Directory.Delete(Path.Combine(app.Output, "..", "..", "..", "bin"), recursive: true);

        // With both, the build must not log, when nothing has been published.
        CommandResult published = (await app.RunAsync("publish", "-p:ArtifactLogOnPublish=true", "-p:ArtifactLogOnBuild=true")).AssertSuccess();
        Assert.HasCount(1, published.ProductLines, published.Output);
        await using ArtifactRegistry open = ArtifactRegistry.Open(Workspace.Registry, new ArtifactRegistryOptions { CacheDirectory = Workspace.Cache });
        using Artifact logged = await open.GetAsync("app");
        string[] paths = [.. (await logged.GetManifestAsync()).Entries.Select(entry => entry.Path)];
        Assert.Contains("app.dll", paths);
        Assert.DoesNotContain("app.pdb", paths);
    }

    [TestMethod]
    public async Task Every_failure_is_told_at_its_item_and_the_successes_stand()
    {
        TestProject app = Workspace.AddProject("app", """
            <ArtifactOutput Include="good" Type="model" Files="Program.cs" />
            <ArtifactOutput Include="empty" Type="model" Root="nothing" />
            <ArtifactOutput Include="slow" Type="model" Files="Program.cs" TimeToLive="soon" />
            <ArtifactOutput Include="far" Type="model" Files="Program.cs" />
            <ArtifactOutputUri Include="s3://bucket/key" Artifact="far" MaxObjects="none" />
            """);
        Workspace.Write("app/Directory.Build.props", """
            <Project>
              <ItemGroup>
                <ArtifactOutput Include="shared" />
              </ItemGroup>
            </Project>
            """);
        await app.RestoreAsync();
        string result = Path.Combine(app.Folder, "result.json");
        CommandResult log = await app.RunAsync("msbuild", "-t:ArtifactLog", $"-p:ArtifactLogResultFile={result}");
        Assert.AreNotEqual(0, log.ExitCode);
        int line = Array.FindIndex(File.ReadAllLines(app.File), text => text.Contains("\"empty\"", StringComparison.Ordinal)) + 1;
        string[] expected =
        [
            $"{app.File}({line},1): error ART4010: ",
            $"{app.File}({line + 1},1): error ART1004: ",
            $"{app.File}({line + 3},1): error ART1004: ",
            $"{Workspace["app/Directory.Build.props"]}(3,5): error ART1004: ",
        ];
        string[] actual = [.. log.Errors.Select(error => error[..(error.IndexOf(": error ART", StringComparison.Ordinal) + 17)]).Order(StringComparer.Ordinal)];
        Assert.AreSequenceEqual(expected.Order(StringComparer.Ordinal), actual, log.Output);
        Assert.AreSequenceEqual(["Logged default/uncategorized/good:v0 (1 entry, 9 bytes sent)"], log.ProductLines);
        using var json = JsonDocument.Parse(File.ReadAllText(result));
        Assert.IsFalse(json.RootElement.GetProperty("succeeded").GetBoolean());
        Assert.AreEqual(
            "shared failed; good logged; empty failed; slow failed; far failed",
            string.Join("; ", json.RootElement.GetProperty("outputs").EnumerateArray().Select(output => $"{output.GetProperty("output")} {output.GetProperty("status")}")));
    }
}
