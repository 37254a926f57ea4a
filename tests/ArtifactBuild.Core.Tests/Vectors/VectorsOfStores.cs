namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The vectors of <c>refs</c> whose stores are served by the tests of the stores, <c>ArtifactBuild.Storage.Tests</c>, where they run.</summary>
internal static class VectorsOfStores
{
    private const string Azure = "AzureVectorTests";
    private const string Gs = "GcsVectorTests";
    private const string S3 = "S3VectorTests";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["ref_azure"] = Azure,
        ["ref_azure_max_objects"] = Azure,
        ["ref_gs_no_checksum"] = Gs,
        ["ref_gs_object"] = Gs,
        ["ref_gs_object_generation"] = Gs,
        ["ref_gs_prefix"] = Gs,
        ["ref_gs_prefix_slash_object_exists"] = Gs,
        ["ref_s3_max_objects"] = S3,
        ["ref_s3_object"] = S3,
        ["ref_s3_object_version"] = S3,
        ["ref_s3_prefix_no_slash_named"] = S3,
    };
}
