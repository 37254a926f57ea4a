using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Gcs.Uploads;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>The calls of the JSON API on the objects of one bucket, each one request, tried once.</summary>
/// <remarks>Source: the reference of the Cloud Storage JSON API, version 1. A missing bucket and a missing object look alike there.</remarks>
internal sealed class GcsBucket(GcsConnection connection, string bucket)
{
    private const int PageSize = 1000;

    private static readonly MediaTypeHeaderValue Json = new(MediaTypeNames.Application.Json, "utf-8");

    private readonly string _objects = $"storage/v1/b/{Uri.EscapeDataString(bucket)}/o";

    /// <summary>Looks at an object, or at one of its generations; nothing when it is not there.</summary>
    public async Task<GcsObject?> FindAsync(string name, long? generation, CancellationToken cancellationToken)
    {
        string version = generation is long number ? string.Create(CultureInfo.InvariantCulture, $"&generation={number}") : "";
        using HttpResponseMessage answer = await connection
            .SendAsync(HttpMethod.Get, $"{PathOf(name)}?fields={GcsObject.Fields}{version}&prettyPrint=false", null, null, cancellationToken)
            .ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : await ReadAsync(answer, GcsJson.Default.GcsObject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens an object; nothing when it is not there or not in the state that is asked for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="range">The bytes, at least one; nothing for all.</param>
    /// <param name="state">What is asked for, as the query of a request; nothing for the newest state.</param>
    /// <param name="cancellationToken">Cancels the request, but not the reading of the stream.</param>
    /// <returns>The object, without a stream when the range begins at its end or beyond.</returns>
    public async Task<GcsMedia?> OpenAsync(string name, ByteRange? range, string? state, CancellationToken cancellationToken)
    {
        RangeHeaderValue? wanted = range is ByteRange part ? new RangeHeaderValue(part.Offset, part.Offset + part.Length - 1) : null;
        HttpResponseMessage answer = await connection
            .SendAsync(HttpMethod.Get, $"{PathOf(name)}?alt=media{(state is null ? "" : "&" + state)}", null, wanted, cancellationToken)
            .ConfigureAwait(false);
        Stream? content = null;
        try
        {
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
                return null;
            if (range is not null && answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return new GcsMedia(null, null);
            await GcsFailures.EnsureSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
            if ((answer.Content.Headers.ContentRange?.From ?? 0) != (range?.Offset ?? 0))
                throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the server sent other bytes than it was asked for."));
            content = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new GcsMedia(GcsMedia.InfoOf(name, answer), content);
        }
        finally
        {
            // The stream of a success holds the connection itself.
            if (content is null)
                answer.Dispose();
        }
    }

    /// <summary>Asks for a page of the objects whose names begin with a text; a bucket that is missing is a failure.</summary>
    /// <param name="prefix">The text.</param>
    /// <param name="token">What the page before gave.</param>
    /// <param name="pageSize">How many objects are wanted at most.</param>
    /// <param name="withVersions">Whether generations that are no longer current are listed, too.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<GcsPage> ListAsync(
        string prefix, string? token, int pageSize, bool withVersions, CancellationToken cancellationToken)
    {
        string start = prefix.Length == 0 ? "" : "&prefix=" + Uri.EscapeDataString(prefix);
        string from = token is null ? "" : "&pageToken=" + Uri.EscapeDataString(token);
        string versions = withVersions ? "&versions=true" : "";
        string path = string.Create(
            CultureInfo.InvariantCulture,
            $"{_objects}?maxResults={Math.Min(pageSize, PageSize)}&fields={GcsPage.Fields}{start}{from}{versions}&prettyPrint=false");
        using HttpResponseMessage answer = await connection.SendAsync(HttpMethod.Get, path, null, null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(answer, GcsJson.Default.GcsPage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends an object in one request; nothing when the condition did not hold.</summary>
    public async Task<GcsObject?> InsertAsync(GcsNewObject resource, string condition, ContentReader bytes, long length, CancellationToken cancellationToken)
    {
        using var body = new MultipartBody(JsonSerializer.SerializeToUtf8Bytes(resource, GcsJson.Default.GcsNewObject), bytes, length);
        using HttpResponseMessage answer = await connection
            .SendAsync(HttpMethod.Post, UploadPath("multipart", condition), body, null, cancellationToken).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.PreconditionFailed
            ? null
            : await ReadAsync(answer, GcsJson.Default.GcsObject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins an upload that can be resumed; nothing when the condition does not hold.</summary>
    public async Task<UploadSession?> BeginAsync(GcsNewObject resource, string condition, long length, CancellationToken cancellationToken)
    {
        using ByteArrayContent body = Body(resource, GcsJson.Default.GcsNewObject);
        body.Headers.TryAddWithoutValidation("X-Upload-Content-Length", length.ToString(CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await connection
            .SendAsync(HttpMethod.Post, UploadPath("resumable", condition), body, null, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.PreconditionFailed)
            return null;
        await GcsFailures.EnsureSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
        return answer.Headers.Location is { IsAbsoluteUri: true, Scheme: "http" or "https" } session
            ? new UploadSession(connection, session, length)
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the server began an upload without saying where it goes."));
    }

    /// <summary>Changes an object's metadata, so that its time and its metageneration change.</summary>
    /// <returns>Whether the condition held; nothing when there is no such object.</returns>
    public async Task<bool?> TouchAsync(string name, string condition, CancellationToken cancellationToken)
    {
        var patch = new GcsPatch(new Dictionary<string, string> { ["touched"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture) });
        using ByteArrayContent body = Body(patch, GcsJson.Default.GcsPatch);
        using HttpResponseMessage answer = await connection
            .SendAsync(HttpMethod.Patch, $"{PathOf(name)}?{condition}&fields=generation", body, null, cancellationToken).ConfigureAwait(false);
        return await HeldAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>Whether the condition held; nothing when there is no such object.</returns>
    public async Task<bool?> DeleteAsync(string name, string? condition, CancellationToken cancellationToken)
    {
        // A request without a body is sent again by .NET itself when a connection breaks, unseen by whoever has to know whether
        // the object may have been deleted. One with an empty body is not.
        using var nothing = new ByteArrayContent([]);
        using HttpResponseMessage answer = await connection
            .SendAsync(HttpMethod.Delete, condition is null ? PathOf(name) : $"{PathOf(name)}?{condition}", nothing, null, cancellationToken)
            .ConfigureAwait(false);
        return await HeldAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool?> HeldAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (answer.StatusCode == HttpStatusCode.PreconditionFailed)
            return false;
        await GcsFailures.EnsureSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Reads the resource that an answer is.</summary>
    /// <exception cref="StoreFailureException">The request failed, or the answer is none of this API.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await GcsFailures.EnsureSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
        try
        {
            Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
                return (await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false))!;
        }
        catch (JsonException e)
        {
            throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the answer is none of Cloud Storage."), e);
        }
    }

    private static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        body.Headers.ContentType = Json;
        return body;
    }

    private string UploadPath(string kind, string condition) =>
        $"upload/{_objects}?uploadType={kind}&{condition}&fields={GcsObject.Fields}&prettyPrint=false";

    private string PathOf(string name) => $"{_objects}/{Uri.EscapeDataString(name)}";
}
