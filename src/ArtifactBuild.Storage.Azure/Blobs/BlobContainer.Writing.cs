using System.Globalization;
using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Storage.Remote;
using Azure;
using Azure.Core;

namespace ArtifactBuild.Storage.Azure.Blobs;

// Writing. Every body goes with its MD5, which the service compares with what it got.
internal sealed partial class BlobContainer
{
    /// <summary>Writes a blob whole.</summary>
    /// <returns>The blob; nothing when the condition did not hold.</returns>
    public async Task<ObjectInfo?> PutAsync(string name, UploadSource content, PutCondition condition, IdleWatch watch)
    {
        string md5 = content.Md5 ?? await ContentMd5.OfAsync(content, new ByteRange(0, content.Length), watch).ConfigureAwait(false);
        using Stream body = watch.Follow(content.Open());
        using HttpMessage message = NewMessage(RequestMethod.Put, name);
        message.Request.Headers.Add("x-ms-blob-type", "BlockBlob");
        AddCondition(message, condition);
        AddBody(message, body, content.Length, md5);
        Response response = await SendAsync(message, watch.Token).ConfigureAwait(false);
        return StoredOf(name, content.Length, condition, response);
    }

    /// <summary>Sends a block, of which nothing is to be seen until it is committed.</summary>
    public async Task StageAsync(string name, string blockId, UploadSource content, ByteRange range, IdleWatch watch)
    {
        string md5 = await ContentMd5.OfAsync(content, range, watch).ConfigureAwait(false);
        using Stream body = watch.Follow(content.Open(range));
        using HttpMessage message = NewMessage(RequestMethod.Put, name);
        message.Request.Uri.AppendQuery("comp", "block");
        message.Request.Uri.AppendQuery("blockid", blockId);
        AddBody(message, body, range.Length, md5);
        Response response = await SendAsync(message, watch.Token).ConfigureAwait(false);
        if (response.Status != 201)
            throw BlobFailures.Of(response);
    }

    /// <summary>Makes a blob of blocks that were sent.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="blockIds">The blocks in their order.</param>
    /// <param name="content">What they are of.</param>
    /// <param name="condition">What must be true of the blob that is there now.</param>
    /// <param name="cancellationToken">Cancels the request; the service may have made the blob already.</param>
    /// <returns>The blob; nothing when the condition did not hold.</returns>
    public async Task<ObjectInfo?> CommitAsync(
        string name, IReadOnlyList<string> blockIds, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        byte[] list = BlockList(blockIds);
        using var body = new MemoryStream(list, writable: false);
        using HttpMessage message = NewMessage(RequestMethod.Put, name);
        message.Request.Uri.AppendQuery("comp", "blocklist");
        if (content.Md5 is string md5)
            message.Request.Headers.Add("x-ms-blob-content-md5", md5);
        AddCondition(message, condition);
        AddBody(message, body, list.Length, ContentMd5.Of(list));
        message.Request.Headers.Add("Content-Type", "application/xml");
        Response response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        // Whoever writes the blob throws away the blocks that others have sent, so their loss may mean a race that was lost.
        if (response.Status == 400 && BlobFailures.CodeOf(response) == "InvalidBlockList"
            && await IsOvertakenAsync(name, condition, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        return StoredOf(name, content.Length, condition, response);
    }

    /// <summary>Writes a blob's metadata as it is, which gives it a new ETag and a new time.</summary>
    /// <returns>Whether the blob had the ETag.</returns>
    public async Task<bool> TouchAsync(string name, string ifMatch, CancellationToken cancellationToken)
    {
        using HttpMessage question = NewMessage(RequestMethod.Head, name);
        Response present = await SendAsync(question, cancellationToken).ConfigureAwait(false);
        if (BlobFailures.IsMissing(present))
            return false;
        if (present.Status != 200)
            throw BlobFailures.Of(present);
        if (BlobHeaders.StateOf(name, present, 0).Info.ETag != ifMatch)
            return false;
        using HttpMessage message = NewMessage(RequestMethod.Put, name);
        message.Request.Uri.AppendQuery("comp", "metadata");
        foreach (HttpHeader header in present.Headers.Where(header => BlobHeaders.IsMetadata(header.Name)))
            message.Request.Headers.Add(header);
        message.Request.Headers.Add("If-Match", BlobHeaders.Quoted(ifMatch));
        message.Request.Headers.Add("Content-Length", "0");
        Response response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (BlobFailures.IsMissing(response) || BlobFailures.IsUnmet(response))
            return false;
        return response.Status == 200 ? true : throw BlobFailures.Of(response);
    }

    private async Task<bool> IsOvertakenAsync(string name, PutCondition condition, CancellationToken cancellationToken) =>
        (await HeadAsync(name, null, cancellationToken).ConfigureAwait(false))?.Info.ETag != condition.ETag;

    private static ObjectInfo? StoredOf(string name, long size, PutCondition condition, Response response)
    {
        if (response.Status == 201)
            return BlobHeaders.StateOf(name, response, size).Info;
        return BlobFailures.IsLost(response, condition) ? null : throw BlobFailures.Of(response);
    }

    private static void AddCondition(HttpMessage message, PutCondition condition)
    {
        if (condition.ETag is string etag)
            message.Request.Headers.Add("If-Match", BlobHeaders.Quoted(etag));
        else
            message.Request.Headers.Add("If-None-Match", "*");
    }

    private static void AddBody(HttpMessage message, Stream body, long length, string md5)
    {
        message.Request.Headers.Add("Content-MD5", md5);
        message.Request.Headers.Add("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        message.Request.Content = new BlobBody(body, length);
    }

    private static byte[] BlockList(IReadOnlyList<string> blockIds)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        foreach (string id in blockIds)
            xml.Append("<Uncommitted>").Append(id).Append("</Uncommitted>");
        return Encoding.UTF8.GetBytes(xml.Append("</BlockList>").ToString());
    }
}
