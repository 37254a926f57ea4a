using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Names that MSBuild takes for lists, escapes, properties or items.</summary>
[TestClass]
public sealed class StrangeNameTests : PackageTest
{
    private static readonly string[] Entries =
    [
        "$(x).txt", "%20.txt", "%(y).txt", "@(z).txt", "a b.txt", "c;d.txt", "e'f.txt", "g,h=i.txt", "sub dir/é;%3B.txt", "日本.txt", "{0}.txt", "j&k.txt", "#!l.txt",
    ];

    [TestMethod]
    public async Task Entries_with_any_legal_name_are_built_published_and_found()
    {
        await Workspace.LogAsync("model", [.. Entries.Select(entry => (entry, entry))]);
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" TargetPath="a b%25%40&amp;'" />""");
        app.SetProgram("foreach (var entry in App.Artifacts.Model.Entries) if (!entry.Verify()) throw new Exception(entry.FullPath);");
        await app.BuildAsync();
        AssertFiles(Path.Combine(app.Output, "a b%@&'"));
        (await app.RunAsync("run", "--no-build")).AssertSuccess();
        (await app.BuildAsync()).AssertNothingRestored();
        (await app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        AssertFiles(Workspace["out/a b%@&'"]);
        (await app.RunAsync("clean")).AssertSuccess();
        Assert.IsEmpty(Fixtures.Workspace.Files(app.Output));
    }

    [TestMethod]
    [DataRow("""TargetPath="a%3Bb" """)]
    [DataRow("""TargetPath="a#b" """)]
    [DataRow("""TargetPath="a|b" """)]
    [DataRow("""TargetPath="../up" """)]
    [DataRow("""Alias="a#b" """)]
    public async Task What_the_generator_could_not_be_told_is_refused(string metadata)
    {
        TestProject app = Workspace.AddProject("app", $"""<ArtifactReference Include="model" {metadata}/>""");
        (await app.TryBuildAsync()).AssertError("ART1004");
    }

    [TestMethod]
    [DataRow("with space")]
    [DataRow("Ünï日本")]
    [DataRow("semi;colon")]
    [DataRow("100%")]
    [DataRow("at@sign")]
    [DataRow("it's")]
    [DataRow("$(dollar)")]
    [DataRow("a,b=c&d")]
    public async Task A_project_builds_in_any_folder_in_which_it_builds_without_the_package(string folder)
    {
        await Workspace.LogAsync("model", ("model.bin", "here"));
        TestProject app = Workspace.AddProject($"{folder}/app", """<ArtifactReference Include="model" />""");
        app.SetProgram("Console.WriteLine(App.Artifacts.Model.ModelBin.Verify());");
        CommandResult with = await app.TryBuildAsync();
        // Only a failure asks whether it is the package's.
        if (with.ExitCode != 0 || !Directory.Exists(app.Output))
            await AssertBuildsWithoutPackageAsync(folder);
        with.AssertSuccess();
        Assert.AreEqual("here", app.Text("model/model.bin"));
        (await app.BuildAsync()).AssertNothingRestored();
        CommandResult run = await Command.RunAsync(new CommandLine(Path.Combine(app.Output, "app"), Workspace.Root));
        Assert.AreEqual("True", run.AssertSuccess().Output.Trim());
        (await app.RunAsync("clean")).AssertSuccess();
        Assert.IsEmpty(app.ArtifactFiles);
        Assert.IsFalse(File.Exists(app.LastBuild));
    }

    private async Task AssertBuildsWithoutPackageAsync(string folder)
    {
        TestProject plain = Workspace.AddProject($"plain/{folder}/app", "");
        plain.WriteWithoutPackage();
        CommandResult without = await plain.TryBuildAsync();
        if (without.ExitCode != 0 || !Directory.Exists(plain.Output))
            Assert.Inconclusive($"dotnet build itself does not work in “{folder}”: {string.Join('\n', without.Errors)}");
    }

    private static void AssertFiles(string folder)
    {
        Assert.AreSequenceEqual(Entries.Order(StringComparer.Ordinal), Fixtures.Workspace.Files(folder));
        foreach (string entry in Entries)
            Assert.AreEqual(entry, File.ReadAllText(Path.Combine(folder, entry)));
    }
}
