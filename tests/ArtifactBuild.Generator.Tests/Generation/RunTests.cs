using System.Reflection;
using System.Security.Cryptography;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Tests.Generation;

/// <summary>Compiles what was generated, runs it, and puts files where the build would.</summary>
[TestClass]
public sealed class RunTests
{
    private static readonly byte[] Content = [.. "weights"u8];

    private string _folder = "";

    [TestInitialize]
    public void MakeFolder() => _folder = "run-" + Guid.NewGuid().ToString("N");

    [TestCleanup]
    public void DeleteFolder()
    {
        if (Directory.Exists(FullPath("")))
            Directory.Delete(FullPath(""), recursive: true);
    }

    [TestMethod]
    public void An_entry_knows_what_the_lockfile_says()
    {
        object entry = Entry(Load(), "ModelOnnx");

        Assert.AreEqual("acme/vision/net", Get(entry, "ArtifactName"));
        Assert.AreEqual("v7", Get(entry, "ArtifactVersion"));
        Assert.AreEqual("weights/model.onnx", Get(entry, "Path"));
        Assert.AreEqual("model.onnx", Get(entry, "Name"));
        Assert.AreEqual(_folder + "/weights/model.onnx", Get(entry, "RelativePath"));
        Assert.AreEqual(FullPath("weights/model.onnx"), Get(entry, "FullPath"));
        Assert.AreEqual(7L, Get(entry, "Size"));
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(Content)), Get(entry, "Sha256"));
        Assert.IsNull(Get(entry, "Uri"));
        Assert.AreEqual("acme/vision/net:v7/weights/model.onnx", entry.ToString());
    }

    [TestMethod]
    public void A_file_in_place_is_read_and_verified()
    {
        Put("weights/model.onnx", Content);
        object entry = Entry(Load(), "ModelOnnx");

        CollectionAssert.AreEqual(Content, (byte[])Call(entry, "ReadAllBytes")!);
        using (var stream = (Stream)Call(entry, "OpenRead")!)
        {
            var read = new byte[Content.Length];
            stream.ReadExactly(read);
            CollectionAssert.AreEqual(Content, read);
            Assert.AreEqual(-1, stream.ReadByte());
        }

        Assert.IsTrue((bool)Call(entry, "Verify")!);
    }

    [TestMethod]
    public void Another_size_and_a_same_size_impostor_are_found_out()
    {
        object entry = Entry(Load(), "ModelOnnx");
        Assert.IsFalse((bool)Call(entry, "Verify")!);

        Put("weights/model.onnx", [.. "weight"u8]);
        Assert.IsFalse((bool)Call(entry, "Verify")!);

        Put("weights/model.onnx", [.. "WEIGHTS"u8]);
        Assert.IsFalse((bool)Call(entry, "Verify")!);
    }

    [TestMethod]
    [DataRow("OpenRead")]
    [DataRow("ReadAllBytes")]
    public void A_missing_file_says_what_is_missing_and_why(string method)
    {
        object entry = Entry(Load(), "ModelOnnx");
        var exception = Assert.ThrowsExactly<FileNotFoundException>(() => Call(entry, method));

        Assert.AreEqual(FullPath("weights/model.onnx"), exception.FileName);
        Assert.AreEqual(
            $"The file 'weights/model.onnx' of the artifact acme/vision/net v7 is not at '{FullPath("weights/model.onnx")}'. "
                + "The build copies it there: check that the program was built or published with its ArtifactReference, and that "
                + "CopyToOutputDirectory and CopyToPublishDirectory of that item are not Never.",
            exception.Message);
    }

    [TestMethod]
    public void A_reference_has_a_URI_and_can_be_read_only_when_the_build_fetched_it()
    {
        object entry = Entry(Load(), "RemoteBin");

        Assert.AreEqual(new Uri("s3://bucket/remote.bin"), Get(entry, "Uri"));
        Assert.IsNull(Get(entry, "Size"));
        Assert.IsNull(Get(entry, "Sha256"));
        StringAssert.Contains(
            Assert.ThrowsExactly<FileNotFoundException>(() => Call(entry, "OpenRead")).Message,
            "It is a reference to s3://bucket/remote.bin, which the build copies there only when it can read that URI",
            StringComparison.Ordinal);
        Assert.AreEqual(
            "The entry acme/vision/net:v7/weights/remote.bin is a reference to s3://bucket/remote.bin. The lockfile has no SHA-256 of it, so it cannot be verified.",
            Assert.ThrowsExactly<InvalidOperationException>(() => Call(entry, "Verify")).Message);

        Put("weights/remote.bin", Content);
        CollectionAssert.AreEqual(Content, (byte[])Call(entry, "ReadAllBytes")!);
    }

    [TestMethod]
    public void Entries_are_enumerated_and_found_by_path()
    {
        Type net = Load();
        var all = (IReadOnlyList<object>)net.GetProperty("Entries")!.GetValue(null)!;
        var inFolder = (IReadOnlyList<object>)net.GetNestedType("Weights")!.GetProperty("Entries")!.GetValue(null)!;

        CollectionAssert.AreEqual(
            new[] { "a.txt", "weights/model.onnx", "weights/remote.bin", "z.txt" }, all.Select(entry => (string)Get(entry, "Path")!).ToArray());
        CollectionAssert.AreEqual(new[] { all[1], all[2] }, inFolder.ToArray());
        MethodInfo find = net.GetMethod("Find")!;
        Assert.AreSame(all[3], find.Invoke(null, ["z.txt"]));
        Assert.AreSame(all[1], Entry(net, "ModelOnnx"));
        Assert.IsNull(find.Invoke(null, ["Z.txt"]));
        Assert.AreEqual(FullPath("weights/"), net.GetNestedType("Weights")!.GetProperty("DirectoryPath")!.GetValue(null));
    }

    private Type Load()
    {
        LockedArtifact artifact = Samples.Artifact(
            "acme/vision/net:production",
            LockedEntry.OfFile("weights/model.onnx", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content))),
            LockedEntry.OfReference("weights/remote.bin", "s3://bucket/remote.bin"),
            Samples.File("z.txt"),
            Samples.File("a.txt")) with
        { Version = "v7" };
        return GeneratorHarness.RunOn(
                Samples.Lock(artifact), ("RootNamespace", "Acme"), ("ArtifactReferenceMap", $"acme/vision/net>>production>{_folder}\\>"))
            .Load().GetType("Acme.Artifacts+Net", throwOnError: true)!;
    }

    private static object Entry(Type net, string name) => net.GetNestedType("Weights")!.GetProperty(name)!.GetValue(null)!;

    private static object? Get(object entry, string property) => entry.GetType().GetProperty(property)!.GetValue(entry);

    private static object? Call(object entry, string method) =>
        entry.GetType().GetMethod(method)!.Invoke(entry, BindingFlags.DoNotWrapExceptions, null, null, null);

    private string FullPath(string path) =>
        Path.Combine(AppContext.BaseDirectory, _folder + "/" + path).Replace('/', Path.DirectorySeparatorChar);

    private void Put(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath(path))!);
        File.WriteAllBytes(FullPath(path), content);
    }
}
