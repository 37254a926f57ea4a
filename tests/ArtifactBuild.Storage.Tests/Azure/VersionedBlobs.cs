using System.Globalization;
using System.Security;
using System.Text;
using ArtifactBuild.Storage.Azure.References;
using Microsoft.AspNetCore.Http;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>A blob of an account that keeps versions.</summary>
/// <param name="Name">The name.</param>
/// <param name="ETag">The ETag, as the service's headers have it.</param>
/// <param name="Content">The bytes.</param>
/// <param name="VersionId">The version.</param>
/// <param name="IsCurrent">Whether it is what the name alone leads to.</param>
/// <param name="IsFolder">Whether it only marks a folder.</param>
internal sealed record VersionedBlob(
    string Name, string ETag, byte[] Content, string? VersionId = null, bool IsCurrent = true, bool IsFolder = false);

/// <summary>
/// A container with given blobs, ETags and versions: no real server lets one choose ETags, and Azurite has no versions.
/// </summary>
internal sealed class VersionedBlobs : IAsyncDisposable
{
    private const string Account = "myaccount";
    private const string Start = $"/{Account}/my-container";

    private readonly IReadOnlyList<VersionedBlob> _blobs;

    private VersionedBlobs(IReadOnlyList<VersionedBlob> blobs) => _blobs = blobs;

    public BlobHost Host { get; private set; } = null!;

    public static async Task<VersionedBlobs> StartAsync(params IReadOnlyList<VersionedBlob> blobs)
    {
        var all = new VersionedBlobs(blobs);
        all.Host = await BlobHost.StartAsync(all.AnswerAsync);
        return all;
    }

    /// <summary>The URI by which a reference names a blob.</summary>
    public static string UriOf(string name) => $"https://{Account}.blob.core.windows.net/my-container/{name}";

    public AzureReferences References() => new(AzureWorld.Quick, AzureWorld.Connect(AzureWorld.KeyAt(Host.Endpoint, Account)));

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (path == Start)
        {
            context.Response.ContentType = "application/xml";
            bool withVersions = context.Request.Query["include"].ToString().Contains("versions", StringComparison.Ordinal);
            await context.Response.WriteAsync(List(context.Request.Query["prefix"].ToString(), withVersions));
            return;
        }

        string version = context.Request.Query["versionid"].ToString();
        VersionedBlob? found = _blobs.FirstOrDefault(blob =>
            path == $"{Start}/{blob.Name}" && (version.Length == 0 ? blob.IsCurrent : blob.VersionId == version));
        if (found is null)
            await BlobHost.RefuseAsync(context, 404, "BlobNotFound");
        else if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } condition && condition.Trim('"') != found.ETag.Trim('"'))
            await BlobHost.RefuseAsync(context, 412, "ConditionNotMet");
        else
            await GiveAsync(context, found);
    }

    private static async Task GiveAsync(HttpContext context, VersionedBlob blob)
    {
        BlobHost.Describe(context, blob.ETag);
        if (blob.VersionId is not null)
            context.Response.Headers["x-ms-version-id"] = blob.VersionId;
        if (blob.IsFolder)
            context.Response.Headers["x-ms-meta-hdi_isfolder"] = "true";
        context.Response.ContentLength = blob.Content.Length;
        if (context.Request.Method == "GET")
            await context.Response.Body.WriteAsync(blob.Content);
    }

    private string List(string prefix, bool withVersions)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"my-container\"><Blobs>");
        foreach (VersionedBlob blob in _blobs
            .Where(blob => blob.Name.StartsWith(prefix, StringComparison.Ordinal) && (blob.IsCurrent || withVersions))
            .OrderBy(blob => blob.Name, StringComparer.Ordinal))
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Blob><Name>{SecurityElement.Escape(blob.Name)}</Name>");
            if (blob.VersionId is not null)
                xml.Append(CultureInfo.InvariantCulture, $"<VersionId>{blob.VersionId}</VersionId>");
            // Lists have ETags without quotes.
            xml.Append(CultureInfo.InvariantCulture, $"<Properties><Last-Modified>Mon, 05 Jan 2026 06:07:08 GMT</Last-Modified><Etag>{blob.ETag.Trim('"')}</Etag>")
                .Append(CultureInfo.InvariantCulture, $"<Content-Length>{blob.Content.Length}</Content-Length><BlobType>BlockBlob</BlobType></Properties>")
                .Append(blob.IsFolder ? "<Metadata><hdi_isfolder>true</hdi_isfolder></Metadata></Blob>" : "<Metadata /></Blob>");
        }

        return xml.Append("</Blobs><NextMarker /></EnumerationResults>").ToString();
    }
}
