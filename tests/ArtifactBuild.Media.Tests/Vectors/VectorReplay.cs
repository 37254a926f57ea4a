using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>Replays a vector that adds objects to an artifact and compares everything that it tells.</summary>
internal sealed class VectorReplay : IDisposable
{
    private readonly Dictionary<string, MediaObject> _variables = [];
    private readonly DraftArtifact _draft = new();

    public static void Run(Vector vector)
    {
        using var replay = new VectorReplay();
        MakeFiles(vector, replay._draft.Root);
        for (int i = 0; i < vector.Operations.Count; i++)
            replay.Play(vector.Operations[i]!, vector.Results[i]!, vector.DependsOnEncoder);
        replay.AssertEnd(vector.Expected, vector.DependsOnEncoder);
    }

    public void Dispose() => _draft.Dispose();

    private static void MakeFiles(Vector vector, string root)
    {
        foreach (JsonNode? file in vector.Json["input"]!["files"]!.AsArray())
        {
            string path = Path.Combine(root, file!["path"]!.GetValue<string>());
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Vector.BytesOf(file));
        }
    }

    private void Play(JsonNode operation, JsonNode expected, bool dependsOnEncoder)
    {
        JsonNode? error = expected["error"];
        ManifestEntry? entry;
        try
        {
            entry = Run(operation);
        }
        catch (ArtifactException e) when (error is not null)
        {
            Assert.AreEqual(error["code"]?.GetValue<string>() ?? ArtifactCodes.InvalidArtifact, e.Code, e.ToString());
            return;
        }

        Assert.IsNull(error, $"{operation.ToJsonString()} should fail.");
        if (expected["entry"] is JsonNode told)
        {
            Assert.AreEqual(told["path"]!.GetValue<string>(), entry!.Path);
            Assert.AreEqual(told["size"]!.GetValue<long>(), entry.Size);
            if (!dependsOnEncoder)
                Assert.AreEqual(told["digest"]!.GetValue<string>(), entry.Digest);
        }
    }

    private ManifestEntry? Run(JsonNode operation)
    {
        switch (operation["op"]!.GetValue<string>())
        {
            case "new_artifact":
                return null;
            case "make":
                _variables[operation["var"]!.GetValue<string>()] = Make(operation["spec"]!);
                return null;
            case "add":
                return _draft.Artifact.Add((MediaObject)Value(operation["obj"])!, operation["name"]!.GetValue<string>());
            default:
                throw new NotSupportedException($"The operation {operation.ToJsonString()} is not built yet.");
        }
    }

    private object? Value(JsonNode? cell) => cell?.GetValueKind() switch
    {
        JsonValueKind.Object when cell["$"]?.GetValue<string>() == "obj" => Make(cell["spec"]!),
        JsonValueKind.Object when cell["$"]?.GetValue<string>() == "var" => _variables[cell["name"]!.GetValue<string>()],
        JsonValueKind.Array => cell.AsArray().Select(Value).ToArray(),
        _ => CellSpec.Read(cell),
    };

    private MediaObject Make(JsonNode spec) => spec["class"]!.GetValue<string>() switch
    {
        "Table" => MakeTable(spec["kwargs"]),
        "Html" => MakeHtml(spec),
        string other => throw new NotSupportedException($"The object {other} is not built yet."),
    };

    private Html MakeHtml(JsonNode spec)
    {
        string text = spec["args"]![0]!.GetValue<string>();
        bool inject = spec["kwargs"]?["inject"]?.GetValue<bool>() ?? true;
        return text.StartsWith("$ROOT/", StringComparison.Ordinal)
            ? Html.FromFile(Path.Combine(_draft.Root, text["$ROOT/".Length..]), inject)
            : new Html(text, inject);
    }

    private Table MakeTable(JsonNode? arguments)
    {
        object?[]? columns = (object?[]?)Value(arguments?["columns"]);
        IEnumerable<IEnumerable<object?>>? rows = Rows(arguments?["data"]);
        // A data frame is columns with their cells.
        if (arguments?["dataframe"]?["columns"] is JsonArray frame)
        {
            columns = [.. frame.Select(column => Value(column![0]))];
            object?[][] cells = [.. frame.Select(column => (object?[])Value(column![1])!)];
            rows = Enumerable.Range(0, cells[0].Length).Select(row => cells.Select(column => column[row]));
        }

        object? dtype = Value(arguments?["dtype"]);
        object? optional = Value(arguments?["optional"]);
        var types = dtype as object?[];
        var flags = optional as object?[];
        return new Table(
            columns?.Select((name, i) => new TableColumn(
                name is long number ? new MemberName(number) : (string)name!,
                types is null ? null : DataType.FromDType(types[i]),
                (bool?)flags?[i])),
            rows,
            dtype is null || types is not null ? null : DataType.FromDType(dtype),
            optional as bool? ?? true,
            arguments?["allow_mixed_types"]?.GetValue<bool>() ?? false);
    }

    private IEnumerable<IEnumerable<object?>>? Rows(JsonNode? data) => Value(data) switch
    {
        NdArray array => array.Rows(),
        object?[] rows => rows.Cast<object?[]>(),
        _ => null,
    };

    private void AssertEnd(JsonObject expected, bool dependsOnEncoder)
    {
        foreach ((string path, JsonNode? file) in expected["generated_files"]?.AsObject() ?? [])
        {
            if (dependsOnEncoder && path.EndsWith(".npz", StringComparison.Ordinal))
                AssertSameArrays(Vector.BytesOf(file!), _draft.BytesOf(OurArrays()));
            else if (dependsOnEncoder)
                Assert.AreEqual(Told(expected, file!), Encoding.UTF8.GetString(_draft.BytesOf(path)));
            else
                CollectionAssert.AreEqual(Vector.BytesOf(file!), _draft.BytesOf(path), path);
        }

        if (expected["entry_count"] is JsonNode count)
            Assert.AreEqual(count.GetValue<int>(), _draft.Artifact.Manifest.Count);
        if (!dependsOnEncoder && expected["digest"] is JsonNode digest)
            Assert.AreEqual(digest.GetValue<string>(), _draft.Artifact.Digest);
    }

    // The file of the arrays is named by its digest, which is the encoder's; all else must be equal.
    private string Told(JsonObject expected, JsonNode file) => file["utf8"]!.GetValue<string>()
        .Replace(expected["generated_files"]!.AsObject().Single(pair => pair.Key.EndsWith(".npz", StringComparison.Ordinal)).Key, OurArrays(), StringComparison.Ordinal);

    private string OurArrays() => _draft.Artifact.Manifest.Entries
        .Single(entry => entry.Path.EndsWith(".npz", StringComparison.Ordinal)).Path;

    private static void AssertSameArrays(byte[] expected, byte[] actual)
    {
        using var theirs = new ZipArchive(new MemoryStream(expected));
        using var ours = new ZipArchive(new MemoryStream(actual));
        CollectionAssert.AreEqual(theirs.Entries.Select(entry => entry.FullName).ToArray(), ours.Entries.Select(entry => entry.FullName).ToArray());
        foreach (ZipArchiveEntry entry in theirs.Entries)
            CollectionAssert.AreEqual(Read(entry), Read(ours.GetEntry(entry.FullName)!), entry.FullName);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
