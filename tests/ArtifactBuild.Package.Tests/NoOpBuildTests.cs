using System.IO.Compression;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>
/// What follows a build that found everything in place and so gave MSBuild no files: nothing may be missing for it. Every test
/// makes sure that there was such a build.
/// </summary>
[TestClass]
public sealed class NoOpBuildTests : PackageTest
{
    private static readonly string[] Files = ["model/a.bin", "model/sub/b.txt"];

    private TestProject _app = null!;

    [TestInitialize]
    public async Task AddApplicationAsync()
    {
        await Workspace.LogAsync("model", ("a.bin", "a"), ("sub/b.txt", "b"));
        _app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
    }

    [TestMethod]
    public async Task A_copy_that_was_deleted_or_changed_comes_back()
    {
        await BuildTwiceAsync(_app);
        string copy = Path.Combine(_app.Output, "artifacts/model/a.bin");
        File.Delete(copy);
        await _app.BuildAsync();
        Assert.AreEqual("a", _app.Text("model/a.bin"));

        await AssertNoOpAsync(_app);
        await File.WriteAllTextAsync(copy, "x");
        await _app.BuildAsync();
        Assert.AreEqual("a", _app.Text("model/a.bin"));
        await AssertNoOpAsync(_app);
    }

    [TestMethod]
    public async Task A_damaged_memory_costs_a_longer_build_and_nothing_else()
    {
        await BuildTwiceAsync(_app);
        string right = await File.ReadAllTextAsync(_app.LastBuild);
        foreach (string damaged in new[] { "", "x", right[..^3], right.Replace("model/a.bin", "model/other", StringComparison.Ordinal), right.Replace(' ', 'x') })
        {
            await File.WriteAllTextAsync(_app.LastBuild, damaged);
            await _app.BuildAsync();
            Assert.AreSequenceEqual(Files, _app.ArtifactFiles);
            Assert.AreEqual(right, await File.ReadAllTextAsync(_app.LastBuild));
        }

        await AssertNoOpAsync(_app);
    }

    [TestMethod]
    [DataRow("""<ArtifactReference Include="model" Version="v0" TargetPath="other" />""", "other/a.bin;other/sub/b.txt", DisplayName = "another folder")]
    [DataRow("""<ArtifactReference Include="model" Version="v1" />""", "artifacts/model/c.txt", DisplayName = "another version")]
    [DataRow("""<ArtifactReference Include="model" CopyToOutputDirectory="Never" />""", "", DisplayName = "no copies")]
    [DataRow("", "", DisplayName = "no reference")]
    public async Task What_is_not_wanted_any_more_leaves_the_output(string items, string expected)
    {
        await Workspace.LogAsync("model", ("c.txt", "c"));
        _app.SetItems("""<ArtifactReference Include="model" Version="v0" />""");
        await BuildTwiceAsync(_app);
        _app.SetItems(items);
        for (int i = 0; i < 2; i++)
        {
            await _app.BuildAsync();
            Assert.AreEqual(expected, string.Join(';', Fixtures.Workspace.Files(_app.Output).Where(path => path.EndsWith(".bin", StringComparison.Ordinal) || path.EndsWith(".txt", StringComparison.Ordinal))));
        }
    }

    [TestMethod]
    [DataRow("clean")]
    [DataRow("build")]
    public async Task What_version_0_1_0_copied_leaves_the_output_too(string command)
    {
        await BuildTwiceAsync(_app);
        await MakeFormerAsync(_app);
        _app.SetItems("");
        (await _app.RunAsync(command)).AssertSuccess();
        Assert.IsEmpty(_app.ArtifactFiles);
        Assert.IsEmpty(Directory.GetFiles(Path.GetDirectoryName(_app.LastBuild)!, "artifacts.*"));
    }

    [TestMethod]
    public async Task A_folder_that_version_0_1_0_built_is_restored_once()
    {
        await BuildTwiceAsync(_app);
        await MakeFormerAsync(_app);
        await _app.BuildAsync();
        Assert.AreSequenceEqual([_app.LastBuild], Directory.GetFiles(Path.GetDirectoryName(_app.LastBuild)!, "artifacts.*"));
        await AssertNoOpAsync(_app);
    }

    [TestMethod]
    public async Task A_build_that_fails_after_the_restore_loses_no_copy()
    {
        await BuildTwiceAsync(_app);
        await Workspace.LogAsync("model", ("c.txt", "c"));
        _app.SetItems("""<ArtifactReference Include="model" Version="v1" />""");
        _app.SetProgram("return none;");
        (await _app.TryBuildAsync()).AssertError("CS0103");
        Assert.AreSequenceEqual(Files, _app.ArtifactFiles);

        // The restore of v0 again, with the copies of v0: they are looked at, and stay.
        _app.SetItems("""<ArtifactReference Include="model" Version="v0" />""");
        (await _app.TryBuildAsync()).AssertError("CS0103");
        _app.SetItems("""<ArtifactReference Include="model" Version="v1" />""");
        _app.SetProgram("return 0;");
        await _app.BuildAsync();
        Assert.AreSequenceEqual(["model/c.txt"], _app.ArtifactFiles);
    }

    [TestMethod]
    public async Task Files_that_are_not_copied_make_no_work_either()
    {
        _app.SetItems("""<ArtifactReference Include="model" CopyToOutputDirectory="Never" CopyToPublishDirectory="PreserveNewest" />""");
        await _app.BuildAsync();
        CommandResult build = (await _app.RunAsync("build", "-v:detailed")).AssertSuccess();
        Assert.DoesNotContain("Target \"ArtifactRestore\" in file", build.Output);
        (await _app.RunAsync("publish", "-c", "Debug", "-o", Workspace["out"])).AssertSuccess();
        Assert.AreSequenceEqual(Files, Fixtures.Workspace.Files(Workspace["out/artifacts"]));
    }

    [TestMethod]
    public async Task Clean_removes_the_copies_and_a_rebuild_brings_them_back()
    {
        await BuildTwiceAsync(_app);
        (await _app.RunAsync("build", "-t:Rebuild")).AssertSuccess();
        Assert.AreSequenceEqual(Files, _app.ArtifactFiles);
        await AssertNoOpAsync(_app);
        (await _app.RunAsync("clean")).AssertSuccess();
        Assert.IsEmpty(Fixtures.Workspace.Files(_app.Output));
        Assert.IsFalse(File.Exists(_app.LastBuild));
    }

    [TestMethod]
    public async Task A_publish_has_the_files()
    {
        await BuildTwiceAsync(_app);
        string[] expected = ["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "artifacts/model/a.bin", "artifacts/model/sub/b.txt"];
        (await _app.RunAsync("publish", "-c", "Debug", "-o", Workspace["out"])).AssertSuccess();
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out"]));
        (await _app.RunAsync("publish", "-c", "Debug", "--no-build", "-o", Workspace["out2"])).AssertSuccess();
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out2"]));
        (await _app.RunAsync("build", "-t:Publish", $"-p:PublishDir={Workspace["out3"]}/")).AssertSuccess();
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out3"]));
        await AssertNoOpAsync(_app);
    }

    [TestMethod]
    public async Task A_tool_and_a_library_that_packs_them_have_the_files_in_their_packages()
    {
        TestProject tool = Workspace.AddProject(
            "tool", """<ArtifactReference Include="model" />""", $"{TestProject.Program}<PackAsTool>true</PackAsTool><ToolCommandName>t</ToolCommandName>");
        await BuildTwiceAsync(tool);
        Assert.Contains("tools/net10.0/any/artifacts/model/a.bin", await PackAsync(tool));

        TestProject library = Workspace.AddProject("library", """<ArtifactReference Include="model" Pack="true" />""", TestProject.Library);
        await BuildTwiceAsync(library);
        string[] names = await PackAsync(library);
        Assert.HasCount(2, names.Where(name => name.StartsWith("artifacts/net10.0/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Projects_that_refer_to_it_get_the_files_and_lose_them()
    {
        TestProject library = Workspace.AddProject("library", """<ArtifactReference Include="model" />""", TestProject.Library);
        await BuildTwiceAsync(library);
        _app.SetItems("""<ProjectReference Include="../library/library.csproj" />""");
        await _app.BuildAsync();
        Assert.AreSequenceEqual(Files, _app.ArtifactFiles);

        await Workspace.LogAsync("model", ("a.bin", "A"));
        (await library.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        for (int i = 0; i < 3; i++)
        {
            await _app.BuildAsync();
            Assert.AreSequenceEqual(["model/a.bin"], _app.ArtifactFiles);
            Assert.AreEqual("A", _app.Text("model/a.bin"));
        }

        _app.SetItems("");
        await _app.BuildAsync();
        Assert.IsEmpty(_app.ArtifactFiles);
    }

    [TestMethod]
    public async Task A_project_keeps_its_own_copies_when_the_one_that_gave_them_too_goes_whenever_that_is()
    {
        TestProject library = Workspace.AddProject("library", """<ArtifactReference Include="model" />""", TestProject.Library);
        for (int builds = 1; builds <= 3; builds++)
        {
            _app.SetItems("""<ArtifactReference Include="model" /><ProjectReference Include="../library/library.csproj" />""");
            for (int i = 0; i < builds; i++)
                await _app.BuildAsync();
            _app.SetItems("""<ArtifactReference Include="model" />""");
            await _app.BuildAsync();
            Assert.AreSequenceEqual(Files, _app.ArtifactFiles, $"after {builds} builds");
            await _app.BuildAsync();
        }

        await AssertNoOpAsync(_app);
        Assert.AreSequenceEqual(Files, library.ArtifactFiles);
    }

    [TestMethod]
    public async Task Another_output_gets_all_files_and_the_first_one_keeps_them()
    {
        await BuildTwiceAsync(_app);
        await _app.BuildAsync("-o", Workspace["other"]);
        Assert.AreSequenceEqual(Files, Fixtures.Workspace.Files(Workspace["other/artifacts"]));
        await _app.BuildAsync();
        Assert.AreSequenceEqual(Files, _app.ArtifactFiles);
        await AssertNoOpAsync(_app);
    }

    [TestMethod]
    public async Task A_pin_that_a_compilation_took_over_reaches_the_output_in_the_next_build()
    {
        await BuildTwiceAsync(_app);
        await Workspace.LogAsync("model", ("a.bin", "A"));
        (await _app.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        (await _app.RunAsync("build", "-t:ArtifactRestore;Compile")).AssertSuccess();
        Assert.AreEqual("a", _app.Text("model/a.bin"));
        await _app.BuildAsync();
        Assert.AreEqual("A", _app.Text("model/a.bin"));
        Assert.AreSequenceEqual(["model/a.bin"], _app.ArtifactFiles);
    }

    [TestMethod]
    public async Task A_reference_that_a_target_adds_is_followed()
    {
        await Workspace.LogAsync("data", ("data.csv", "1,2"));
        Workspace.Write("app/Directory.Build.targets", """
            <Project>
              <PropertyGroup><ArtifactRestoreDependsOn>AddReferences</ArtifactRestoreDependsOn></PropertyGroup>
              <Target Name="AddReferences">
                <ItemGroup><ArtifactReference Include="data" Condition="Exists('data.txt')" /></ItemGroup>
              </Target>
            </Project>
            """);
        await BuildTwiceAsync(_app);
        Workspace.Write("app/data.txt", "");
        for (int i = 0; i < 2; i++)
        {
            await _app.BuildAsync();
            Assert.AreSequenceEqual(["data/data.csv", .. Files], _app.ArtifactFiles);
        }

        File.Delete(Workspace["app/data.txt"]);
        await _app.BuildAsync();
        Assert.AreSequenceEqual(Files, _app.ArtifactFiles);
    }

    [TestMethod]
    public async Task Files_that_are_copied_always_or_by_their_age_go_the_long_way_each_time()
    {
        foreach (string kind in new[] { "Always", "PreserveNewest" })
        {
            _app.SetItems($"""<ArtifactReference Include="model" CopyToOutputDirectory="{kind}" />""");
            await _app.BuildAsync();
            string copy = Path.Combine(_app.Output, "artifacts/model/a.bin");
            await File.WriteAllTextAsync(copy, "mine");
            await _app.BuildAsync();
            Assert.AreEqual(kind == "Always" ? "a" : "mine", _app.Text("model/a.bin"), kind);
        }
    }

    [TestMethod]
    public async Task A_warning_is_shown_in_each_build()
    {
        _app.SetItems("""<ArtifactReference Include="model" Files="*.bin;*.none" /><ArtifactReference Include="model:v0" Files="*.none" TargetPath="none" />""");
        for (int i = 0; i < 3; i++)
        {
            CommandResult build = await _app.TryBuildAsync();
            Assert.AreEqual(0, build.ExitCode, build.Output);
            Assert.Contains("ART1501", build.Output);
        }
    }

    // The three files in place of the one.
    private static async Task MakeFormerAsync(TestProject project)
    {
        string folder = Path.GetDirectoryName(project.LastBuild)!;
        string[] copies = [.. Files.SelectMany(file => new[] { $"artifacts/{file}", "1" })];
        File.Delete(project.LastBuild);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "artifacts.copies"), ["inputs", project.Output + Path.DirectorySeparatorChar, "1 1 lock", "uses", "2", .. copies]);
        foreach (string name in new[] { "artifacts.stamp", "artifacts.folders" })
            await File.WriteAllTextAsync(Path.Combine(folder, name), "");
    }

    private async Task<string[]> PackAsync(TestProject project)
    {
        (await project.RunAsync("pack", "-c", "Debug", "-o", Workspace["packages"])).AssertSuccess();
        using ZipArchive package = await ZipFile.OpenReadAsync(Workspace[$"packages/{Path.GetFileName(project.Folder)}.1.0.0.nupkg"]);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private static async Task BuildTwiceAsync(TestProject project)
    {
        await project.BuildAsync();
        Assert.AreSequenceEqual(Files, project.ArtifactFiles);
        await AssertNoOpAsync(project);
    }

    private static async Task AssertNoOpAsync(TestProject project)
    {
        CommandResult build = (await project.RunAsync("build", "-v:detailed")).AssertSuccess();
        Assert.Contains("Target \"_ArtifactFindCopies\" in file", build.Output);
        Assert.DoesNotContain("Target \"ArtifactRestore\" in file", build.Output);
        Assert.AreSequenceEqual(Files, project.ArtifactFiles);
    }
}
