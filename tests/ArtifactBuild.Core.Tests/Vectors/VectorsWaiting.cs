namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The vectors of <c>refs</c> that wait for a remote store or for HTTP. The list only ever gets shorter.</summary>
internal static class VectorsWaiting
{
    private const string Azure = "references to Azure blobs";
    private const string Gs = "references to Google Cloud Storage";
    private const string S3 = "references to S3";

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
