namespace ArtifactBuild.Testing.Vectors;

/// <summary>The vectors of the folder that is to run, as rows of tests, which have the reasons of differences in their names.</summary>
internal static class VectorRows
{
    /// <summary>The name of the row that stands for there being none: a test without rows would fail.</summary>
    public const string None = "";

    /// <summary>The vectors that run.</summary>
    public static IEnumerable<TestDataRow<string>> Running(VectorRunner runner, Func<Vector, bool>? isMeant = null) => OrNone(Cataloged(runner)
        .Where(vector => vector.Listed is null && (isMeant is null || isMeant(vector.Read())))
        .Select(vector => Row(vector.Name, ReasonsOf(vector))));

    /// <summary>The vectors that don't run on purpose.</summary>
    public static IEnumerable<TestDataRow<string>> Listed(params VectorRunner[] runners) => OrNone(runners
        .SelectMany(Cataloged)
        .Where(vector => vector.Listed is not null)
        .Select(vector => Row(vector.Name, [vector.Listed!])));

    /// <summary>Those of the repository's own vectors that run, whatever folder is to run.</summary>
    public static IEnumerable<TestDataRow<string>> Own(VectorRunner runner) => VectorCatalog.Of(VectorFolder.Own)
        .Where(vector => vector.Runner == runner && vector.Listed is null)
        .Select(vector => Row(vector.Name, []));

    /// <summary>A vector of the folder.</summary>
    public static Vector Read(string name) => Vector.Read(name, VectorFolder.Files(VectorFolder.Root)[name]);

    /// <summary>The rows, or one that says that there are none.</summary>
    public static IEnumerable<TestDataRow<string>> OrNone(IEnumerable<TestDataRow<string>> rows)
    {
        TestDataRow<string>[] all = [.. rows];
        return all.Length > 0 ? all : [new TestDataRow<string>(None) { DisplayName = $"(the folder {VectorFolder.Root} has none)" }];
    }

    private static IEnumerable<CatalogedVector> Cataloged(VectorRunner runner) =>
        VectorCatalog.Of(VectorFolder.Root).Where(vector => vector.Runner == runner);

    private static IReadOnlyList<string> ReasonsOf(CatalogedVector vector)
    {
        try
        {
            return VectorDifferences.ReasonsOf(vector.Read());
        }
        catch (Exception e) when (e is AssertFailedException or InvalidOperationException or NullReferenceException or ArgumentException or FormatException)
        {
            // It is malformed, which is told when it runs.
            return [];
        }
    }

    private static TestDataRow<string> Row(string name, IReadOnlyList<string> reasons) =>
        new(name) { DisplayName = reasons.Count == 0 ? name : $"{name} (differs on purpose: {string.Join(" ", reasons)})" };
}
