using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>What runs a vector.</summary>
internal enum VectorRunner
{
    /// <summary>The tests of Core, which replay it.</summary>
    Artifacts,

    /// <summary>The tests of Core, case by case.</summary>
    Helpers,

    /// <summary>The tests of media, which replay it.</summary>
    Objects,

    /// <summary>The tests of media, case by case.</summary>
    Types,

    /// <summary>The tests of the stores, which replay it beside servers with its objects.</summary>
    Stores,
}

/// <summary>A vector of a folder, and what becomes of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file.</param>
/// <param name="Runner">What runs it.</param>
/// <param name="Listed">Why it does not run, on purpose; nothing when it runs.</param>
internal sealed record CatalogedVector(string Name, string Path, VectorRunner Runner, string? Listed = null)
{
    public Vector Read() => Vector.Read(Name, Path);
}

/// <summary>Every vector of a folder: each runs in one place, or is listed with a reason that its content gives.</summary>
internal static class VectorCatalog
{
    /// <summary>The vectors of a folder, by name. What is in no format that is described fails where artifacts run, by name.</summary>
    public static IReadOnlyList<CatalogedVector> Of(string root) => [.. VectorFolder.Files(root).Select(file => Of(file.Key, file.Value))];

    private static CatalogedVector Of(string name, string path)
    {
        try
        {
            return Of(Vector.Read(name, path), path);
        }
        catch (Exception e) when (e is AssertFailedException or InvalidOperationException or NullReferenceException)
        {
            // Whatever is wrong with it is told when it runs.
            return new(name, path, VectorRunner.Artifacts);
        }
    }

    private static CatalogedVector Of(Vector vector, string path)
    {
        if (vector.HasOperations)
        {
            VectorRunner runner = VectorNeeds.StoresOf(vector).Count > 0 ? VectorRunner.Stores
                : VectorNeeds.HasObjects(vector) ? VectorRunner.Objects
                : VectorRunner.Artifacts;
            IReadOnlyList<string> notBuilt = VectorNeeds.NotBuilt(vector);
            return new(vector.Name, path, runner, notBuilt.Count == 0 ? null : string.Join("; ", notBuilt));
        }

        if (!vector.HasCases)
            return new(vector.Name, path, VectorRunner.Artifacts);
        return vector.Group switch
        {
            "remote" => new(vector.Name, path, VectorRunner.Objects, ReasonOfRemote(vector)),
            "head" => new(vector.Name, path, VectorRunner.Helpers, "It tells the rules of W&B's newest client, of which each that is ours has tests of its own. Vectors are of W&B 0.18."),
            _ when HelperFiles.NotOurs.TryGetValue(vector.Id, out string? reason) => new(vector.Name, path, VectorRunner.Helpers, reason),
            _ when HelperFiles.OfTypes.Contains(vector.Id) => new(vector.Name, path, VectorRunner.Types),
            _ => new(vector.Name, path, VectorRunner.Helpers),
        };
    }

    // A vector about reading objects waits for their kinds; when all are built it fails, until something runs it.
    private static string? ReasonOfRemote(Vector vector)
    {
        if (vector.Json["source_files"] is null)
            return "It tells how W&B's client talks to W&B's server. Our registries are stores, which have neither its requests nor its answers.";
        string[] kinds = [.. vector.Json["cases"]!.AsArray()
            .Select(item => VectorDifferences.Text(item?["result"] as JsonObject, "class"))
            .OfType<string>()
            .Where(kind => VectorObjects.Classes.Contains(kind) && !VectorObjects.Built.Contains(kind))
            .Distinct()
            .Order(StringComparer.Ordinal)];
        return kinds.Length == 0 ? null : string.Join("; ", kinds.Select(kind => $"media kind {kind} is not built yet"));
    }
}
