using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Azure;
using Azure.Core;

namespace ArtifactBuild.Storage.Azure.Blobs;

// Lists.
internal sealed partial class BlobContainer
{
    // The most that the service gives at once.
    private const string PageSize = "5000";

    /// <summary>Asks for a page of the blobs whose names begin with a text, in the order of their names.</summary>
    /// <remarks>
    /// The library's own method asks for metadata by a word with a capital letter, which is not the documented one, and Azurite gives
    /// none then.
    /// </remarks>
    /// <param name="prefix">The text.</param>
    /// <param name="next">What the page before gave.</param>
    /// <param name="withVersions">Whether versions that are no longer current are listed, too.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<BlobPage> ListAsync(string prefix, string? next, bool withVersions, CancellationToken cancellationToken)
    {
        using HttpMessage message = NewMessage(RequestMethod.Get, client.Uri);
        RequestUriBuilder uri = message.Request.Uri;
        uri.AppendQuery("restype", "container");
        uri.AppendQuery("comp", "list");
        uri.AppendQuery("include", withVersions ? "metadata,versions" : "metadata");
        uri.AppendQuery("maxresults", PageSize);
        if (prefix.Length > 0)
            uri.AppendQuery("prefix", prefix);
        if (next is not null)
            uri.AppendQuery("marker", next);
        Response response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Status != 200)
            throw BlobFailures.Of(response);
        return response.ContentStream is Stream body
            ? BlobListXml.Read(body)
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the server gave no list."));
    }
}
