using System.Globalization;
using System.Runtime.ExceptionServices;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Azure.Access;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>The requests that are made of a container, one each.</summary>
/// <remarks>
/// They go through the library's own pipeline, which signs them. Its methods for blobs cost twice the processor time, hash every
/// body again, and ask again for the rest of a broken answer by themselves, with rules of their own.
/// </remarks>
/// <param name="client">The container.</param>
/// <param name="pipeline">The pipeline of its account.</param>
internal sealed partial class BlobContainer(BlobContainerClient client, HttpPipeline pipeline)
{
    /// <summary>Looks at a blob.</summary>
    public async Task<BlobState?> HeadAsync(string name, string? versionId, CancellationToken cancellationToken)
    {
        using HttpMessage message = NewMessage(RequestMethod.Head, name);
        AddVersion(message, versionId);
        Response response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (BlobFailures.IsMissing(response))
            return null;
        return response.Status == 200
            ? BlobHeaders.StateOf(name, response, response.Headers.ContentLengthLong ?? 0)
            : throw BlobFailures.Of(response);
    }

    /// <summary>Opens a blob. A range that begins at its end or beyond has no bytes.</summary>
    public async Task<OpenedBlob> OpenAsync(
        string name, ByteRange? range, string? ifMatch, string? versionId, CancellationToken cancellationToken)
    {
        if (range is { Length: 0 })
            return await OpenNothingAsync(name, ifMatch, versionId, cancellationToken).ConfigureAwait(false);
        using HttpMessage message = NewMessage(RequestMethod.Get, name);
        message.BufferResponse = false;
        AddVersion(message, versionId);
        if (range is ByteRange part)
            message.Request.Headers.Add("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={part.Offset}-{part.Offset + part.Length - 1}"));
        if (ifMatch is not null)
            message.Request.Headers.Add("If-Match", BlobHeaders.Quoted(ifMatch));
        Response response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (BlobFailures.IsMissing(response))
            return new OpenedBlob(null);
        if (BlobFailures.IsUnmet(response))
            return new OpenedBlob(null, IsAnother: true);
        if (response.Status == 416)
            return await OpenNothingAsync(name, ifMatch, versionId, cancellationToken).ConfigureAwait(false);
        if (response.Status is not (200 or 206) || BlobHeaders.SizeOf(response, range) is not long size)
            throw BlobFailures.Of(response);
        BlobState state = BlobHeaders.StateOf(name, response, size);
        return new OpenedBlob(new StoredObject(state.Info, message.ExtractResponseContent() ?? Stream.Null))
        {
            // With a range the header is of the range, or missing.
            ContentMd5 = response.Status == 200 ? BlobHeaders.Md5Of(response) : null,
        };
    }

    /// <summary>Deletes a blob, if it has the ETag.</summary>
    public async Task<bool> DeleteAsync(string name, string? ifMatch, CancellationToken cancellationToken)
    {
        using HttpMessage message = NewMessage(RequestMethod.Delete, name);
        // A request without a body is sent again by .NET itself when a connection breaks, unseen by whoever has to know whether
        // the blob may have been deleted. One with an empty body is not.
        message.Request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);
        // Else a blob of which somebody took a snapshot can't be deleted.
        message.Request.Headers.Add("x-ms-delete-snapshots", "include");
        if (ifMatch is not null)
            message.Request.Headers.Add("If-Match", BlobHeaders.Quoted(ifMatch));
        Response response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (BlobFailures.IsMissing(response) || BlobFailures.IsUnmet(response))
            return false;
        return response.Status == 202 ? true : throw BlobFailures.Of(response);
    }

    private async Task<OpenedBlob> OpenNothingAsync(string name, string? ifMatch, string? versionId, CancellationToken cancellationToken)
    {
        BlobState? state = await HeadAsync(name, versionId, cancellationToken).ConfigureAwait(false);
        if (state is null)
            return new OpenedBlob(null);
        return ifMatch is null || state.Info.ETag == ifMatch
            ? new OpenedBlob(new StoredObject(state.Info, Stream.Null))
            : new OpenedBlob(null, IsAnother: true);
    }

    // The library's own addresses: it knows how names are escaped, and where a connection string's signature goes.
    private HttpMessage NewMessage(RequestMethod method, string name) => NewMessage(method, client.GetBlobClient(name).Uri);

    private HttpMessage NewMessage(RequestMethod method, Uri uri)
    {
        HttpMessage message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("x-ms-version", AzureConnection.VersionHeader);
        return message;
    }

    private static void AddVersion(HttpMessage message, string? versionId)
    {
        if (versionId is not null)
            message.Request.Uri.AppendQuery("versionid", versionId);
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return message.Response;
        }
        catch (Exception e) when (e is not ArtifactException && CauseOf(e) is ArtifactException)
        {
            // The body said what is wrong with it.
            ExceptionDispatchInfo.Throw(CauseOf(e)!);
            throw;
        }
    }

    private static ArtifactException? CauseOf(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is ArtifactException known)
                return known;
        }

        return null;
    }
}
