using System.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>A folder of vectors that nobody has seen: each vector runs in one place, is listed with its reason, or fails by name.</summary>
[TestClass]
public class VectorFolderTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void What_runs_a_vector_is_decided_by_its_content()
    {
        using var folder = new TemporaryDirectory();
        Write(folder, "files/anything", MadeUpVector.Begin);
        Write(folder, "zoo/cloud", MadeUpVector.Begin.Then("""{ "op": "add_reference", "uri": "gs://b/k" }"""));
        Write(folder, "files/objects", MadeUpVector.Begin.Input("azure", "[]"));
        Write(folder, "refs/table", MadeUpVector.Begin.Then("""{ "op": "make", "var": "t", "spec": { "class": "Table" } }"""));
        Write(folder, "files/image", MadeUpVector.Begin.Then("""{ "op": "make", "var": "i", "spec": { "class": "Image", "args": ["x"] } }"""));
        Write(folder, "alone", MadeUpVector.Begin);
        folder.Write("files/broken.json", "{");
        folder.Write("files/list.json", "[]");
        folder.Write("files/strange.json", """{ "id": "strange" }""");
        folder.Write("files/steps.json", """{ "input": { "ops": [ 5 ] } }""");
        folder.Write("aux/type_of.json", """{ "cases": [] }""");
        folder.Write("aux_/unseen.json", """{ "cases": [] }""");
        folder.Write("aux_/cache_paths.json", """{ "cases": [] }""");
        folder.Write("remote/upload.json", """{ "cases": [] }""");
        folder.Write("remote/get.json", """{ "source_files": {}, "cases": [ { "get": "i", "result": { "class": "Image" } } ] }""");
        folder.Write("head/rules.json", """{ "cases": [] }""");

        string[] found = [.. VectorCatalog.Of(folder.Root).Select(vector => $"{vector.Name} {vector.Runner}{(vector.Listed is null ? "" : ": " + vector.Listed.Split(". ")[0])}")];

        string[] expected =
        [
            "alone Artifacts",
            "aux/cache_paths Helpers: Where W&B's cache keeps content, by MD5 and by ETag",
            "aux/type_of Types",
            "aux/unseen Helpers",
            "files/anything Artifacts",
            "files/broken Artifacts",
            "files/image Objects: media kind Image is not built yet",
            "files/list Artifacts",
            "files/objects Stores",
            "files/steps Artifacts",
            "files/strange Artifacts",
            "head/rules Helpers: It tells the rules of W&B's newest client, of which each that is ours has tests of its own",
            "refs/table Objects",
            "remote/get Objects: media kind Image is not built yet",
            "remote/upload Objects: It tells how W&B's client talks to W&B's server",
            "zoo/cloud Stores",
        ];
        CollectionAssert.AreEqual(expected, found, string.Join('\n', found));
    }

    // The whole way, as the variable is used: another process of these very tests, whose folder has no aux.
    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task The_variable_names_the_folder_that_runs()
    {
        using var folder = new TemporaryDirectory();
        Write(folder, "files/right", MadeUpVector.Begin.Then("""{ "op": "new_file", "name": "a", "text": "x" }""").Ends("a", "x"));
        Write(folder, "files/wrong", MadeUpVector.Begin.Then("""{ "op": "new_file", "name": "a", "text": "x" }""").Ends("a", "y"));
        Write(folder, "files/odd", MadeUpVector.Begin.Then("""{ "op": "dance" }"""));
        folder.Write("files/broken.json", "{");
        folder.Write("head/rules.json", """{ "cases": [] }""");

        (int exitCode, string output) = await RunAsync(folder.Root);

        Assert.AreNotEqual(0, exitCode, output);
        string[] failed = [.. output.Split('\n').Where(line => line.StartsWith("failed ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(new[] { "files/broken", "files/odd", "files/wrong" }, failed, output);
        Assert.Contains("“dance”", output);
        Assert.Contains("passed files/right", output);
        Assert.Contains("passed head/rules (differs on purpose: It tells the rules of W&B's newest client", output);
        Assert.Contains($"passed (the folder {folder.Root} has none)", output);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string folder)
    {
        string dll = typeof(VectorFolderTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", dll, "--output", "Detailed", "--no-ansi", "--no-progress", "--filter", "FullyQualifiedName~Vectors.VectorTests|FullyQualifiedName~HelperVectorTests"])
            start.ArgumentList.Add(argument);
        start.Environment[VectorFolder.Variable] = folder;
        // What the test platform tells its own processes is not for this one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        await process.WaitForExitAsync(TestContext.CancellationToken);
        return (process.ExitCode, output + await errors);
    }

    private static void Write(TemporaryDirectory folder, string name, MadeUpVector vector) => folder.Write(name + ".json", vector.Json().ToJsonString());
}
