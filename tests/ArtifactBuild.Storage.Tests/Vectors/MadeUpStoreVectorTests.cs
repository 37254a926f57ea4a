using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Storage.Tests.Vectors;

/// <summary>Vectors about references to stores that nobody has seen, whatever they are called: each gets the servers that its content asks for.</summary>
[TestClass]
public class MadeUpStoreVectorTests
{
    private static readonly Dictionary<string, MadeUpVector> All = new()
    {
        ["three stores and a file"] = MadeUpVector.Begin.File("a", "x")
            .Input("s3", """[ { "key": "d/a.bin", "etag": "s3tag", "size": 3, "version_id": "v1" } ]""")
            .Input("gcs", """[ { "key": "d/g.bin", "etag": "gstag", "size": 4, "generation": 12 } ]""")
            .Input("azure", """[ { "key": "d/z.bin", "etag": "\"aztag\"", "size": 5, "version_id": null, "metadata": {} } ]""")
            .Adds("""{ "op": "add_file", "local_path": "$ROOT/a" }""", "a", "x")
            .Then(
                """{ "op": "add_reference", "uri": "s3://any-bucket/d/a.bin" }""",
                """{ "entries": [ { "path": "a.bin", "digest": "s3tag", "size": 3, "ref": "s3://any-bucket/d/a.bin", "extra": { "etag": "s3tag", "versionID": "v1" } } ] }""")
            .Then(
                """{ "op": "add_reference", "uri": "gs://any-bucket/d/g.bin", "name": "n/g" }""",
                """{ "entries": [ { "path": "n/g", "digest": "gstag", "size": 4, "ref": "gs://any-bucket/d/g.bin", "extra": { "versionID": 12 } } ] }""")
            .Then(
                """{ "op": "add_reference", "uri": "https://myaccount.blob.core.windows.net/my-container/d/z.bin" }""",
                """{ "entries": [ { "path": "z.bin", "digest": "aztag", "size": 5, "ref": "https://myaccount.blob.core.windows.net/my-container/d/z.bin", "extra": { "etag": "aztag" } } ] }""")
            .Then(
                """{ "op": "add_reference", "uri": "s3://any-bucket/none", "name": "unseen", "checksum": false }""",
                """{ "entries": [ { "path": "unseen", "digest": "s3://any-bucket/none", "ref": "s3://any-bucket/none" } ] }""")
            .Ends("a", "x")
            .EndsWith("a.bin", """{ "digest": "s3tag", "ref": "s3://any-bucket/d/a.bin", "extra": { "etag": "s3tag", "versionID": "v1" }, "size": 3 }""")
            .EndsWith("n/g", """{ "digest": "gstag", "ref": "gs://any-bucket/d/g.bin", "extra": { "versionID": 12 }, "size": 4 }""")
            .EndsWith("z.bin", """{ "digest": "aztag", "ref": "https://myaccount.blob.core.windows.net/my-container/d/z.bin", "extra": { "etag": "aztag" }, "size": 5 }""")
            .EndsWith("unseen", """{ "digest": "s3://any-bucket/none", "ref": "s3://any-bucket/none" }"""),
        ["an object that is not there"] = MadeUpVector.Begin.WithoutEnd()
            .Fails("""{ "op": "add_reference", "uri": "gs://any-bucket/none#7" }"""),
    };

    public static IEnumerable<TestDataRow<string>> Right => All.Keys.Select(name => new TestDataRow<string>(name) { DisplayName = name });

    [TestMethod]
    [DynamicData(nameof(Right))]
    public async Task A_right_vector_holds(string name)
    {
        Vector vector = All[name].Read();
        Assert.IsEmpty(VectorDifferences.ReasonsOf(vector));
        await VectorRun.RunAsync(vector, VectorStores.StartAsync);
    }

    [TestMethod]
    [DynamicData(nameof(Right))]
    public Task A_wrong_vector_fails_by_name(string name) => WrongVectors.AssertFailAsync(All[name], VectorStores.StartAsync);

    [TestMethod]
    public async Task A_listing_that_is_cut_differs_on_purpose()
    {
        Vector vector = MadeUpVector.Begin
            .Input("s3", """[ { "key": "d/a", "etag": "ea", "size": 1 }, { "key": "d/b", "etag": "eb", "size": 1 } ]""")
            .Then(
                """{ "op": "add_reference", "uri": "s3://any-bucket/d/", "max_objects": 1 }""",
                """{ "entries": [ { "path": "a", "digest": "ea", "size": 1, "ref": "s3://any-bucket/d/a", "extra": { "etag": "ea" } } ] }""")
            .EndsWith("a", """{ "digest": "ea", "ref": "s3://any-bucket/d/a", "extra": { "etag": "ea" }, "size": 1 }""")
            .Read();
        Assert.HasCount(1, VectorDifferences.ReasonsOf(vector));
        await VectorRun.RunAsync(vector, VectorStores.StartAsync);
        await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector, VectorStores.StartAsync, asTold: true));
    }

    [TestMethod]
    public async Task Without_its_servers_a_vector_fails_by_name()
    {
        AssertFailedException e = await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(All["three stores and a file"].Read("made/up")));
        Assert.Contains("made/up", e.Message);
    }
}
