using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Media.Tests.Types;

/// <summary>The cases of a vector about types, or about the size of tables.</summary>
internal static class TypeCases
{
    public static IEnumerable<TestDataRow<string>> Of(string id) => VectorRows.OrNone(
        from vector in VectorCatalog.Of(VectorFolder.Root)
        where vector.Runner == VectorRunner.Types && vector.Read().Id == id
        from item in vector.Read().Json["cases"]!.AsArray()
        select new TestDataRow<string>(item!.ToJsonString())
        {
            DisplayName = $"{vector.Name} {item["rows_given"] ?? item["value"]?.ToJsonString() ?? item["values"]?.ToJsonString()} {item["dtype_python"] ?? item["optional"]}",
        });
}
