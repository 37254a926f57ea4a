using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>
/// Projects of other kinds than the C# program: each is published as <c>dotnet new</c> makes it, then with the package, and the
/// artifact's files are all that is added.
/// </summary>
[TestClass]
public sealed class FlowTemplateTests : PackageTest
{
    private const string Reference = """<ArtifactReference Include="model" />""";

    private static readonly string[] Added = ["artifacts/model/config.json", "artifacts/model/data/model.bin"];

    [TestInitialize]
    public Task LogAsync() => Workspace.LogAsync("model", ("data/model.bin", "bytes"), ("config.json", "{}"));

    [TestMethod]
    [DataRow("VB")]
    [DataRow("F#")]
    public async Task A_language_without_accessors_gets_the_files(string language)
    {
        TemplateProject app = await TemplateProject.CreateAsync(Workspace, "console", language);
        await AssertAddsOnlyTheFilesAsync(app);
        (await app.RunAsync("publish", "-o", Workspace["out"])).AssertNothingRestored();
    }

    [TestMethod]
    public async Task A_web_application_keeps_its_static_assets_and_publishes_no_lockfile()
    {
        TemplateProject app = await TemplateProject.CreateAsync(Workspace, "web");
        Workspace.Write("app/wwwroot/site.css", "body { margin: 0 }");
        await AssertAddsOnlyTheFilesAsync(app);
        // Again, because the first time there was no lockfile when the project was read.
        await AssertAddsOnlyTheFilesAsync(app, items: null);
        foreach (string path in Fixtures.Workspace.Files(Workspace["plain"]).Where(path => path.Contains("wwwroot") || path.Contains("staticwebassets")))
            Assert.AreSequenceEqual(File.ReadAllBytes(Workspace[$"plain/{path}"]), File.ReadAllBytes(Workspace[$"out/{path}"]), path);
    }

    [TestMethod]
    public async Task A_worker_gets_the_files_and_publishes_no_lockfile()
    {
        TemplateProject app = await TemplateProject.CreateAsync(Workspace, "worker");
        await AssertAddsOnlyTheFilesAsync(app);
        await AssertAddsOnlyTheFilesAsync(app, items: null);
    }

    private async Task AssertAddsOnlyTheFilesAsync(TemplateProject app, string? items = Reference)
    {
        if (items is not null)
        {
            Assert.AreNotEqual(0, (await app.PublishAsync("plain")).Length);
            app.Add(items);
        }

        string[] expected = [.. Fixtures.Workspace.Files(Workspace["plain"]).Concat(Added).Order(StringComparer.Ordinal)];
        Assert.AreSequenceEqual(expected, await app.PublishAsync("out"));
        Assert.AreEqual("bytes", File.ReadAllText(Workspace["out/artifacts/model/data/model.bin"]));
    }
}
