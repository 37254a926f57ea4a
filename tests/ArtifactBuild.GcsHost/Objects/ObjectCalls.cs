using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Buckets;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Objects;

/// <summary>The calls on objects that are there: read, list, change, delete.</summary>
internal sealed class ObjectCalls(BucketTable buckets)
{
    private const int MostOnAPage = 1000;

    public Reply Get(GcsRequest request, string bucketName, string name)
    {
        StoredObject found = buckets.Get(bucketName).Get(name, request.Number("generation"), Conditions.Of(request));
        CheckETag(request, found);
        return request.Parameter("alt") switch
        {
            "media" => MediaReading.Read(request, found),
            null or "json" => Resource(request, found),
            var other => throw ApiError.Invalid("Invalid value for: alt (" + other + ")"),
        };
    }

    public Reply List(GcsRequest request, string bucketName)
    {
        Bucket bucket = buckets.Get(bucketName);
        foreach (string unknown in new[] { "matchGlob", "softDeleted", "includeTrailingDelimiter", "includeFoldersAsPrefixes", "filter" })
        {
            // Better than a listing of something else.
            if (request.Parameter(unknown) != null)
                throw ApiError.Text(501, $"This test host does not know the parameter '{unknown}'.");
        }

        long maxResults = request.Number("maxResults") ?? MostOnAPage;
        if (maxResults <= 0)
            throw ApiError.Invalid("Invalid value for: maxResults");
        string? token = request.Parameter("pageToken");
        ListPage page = bucket.List(new ListQuery(
            request.Parameter("prefix") ?? "",
            request.Parameter("delimiter") ?? "",
            request.Parameter("startOffset") ?? "",
            request.Parameter("endOffset"),
            request.Flag("versions"),
            (int)Math.Min(maxResults, MostOnAPage),
            string.IsNullOrEmpty(token) ? null : PageToken.Parse(token)));

        var body = new JsonObject { ["kind"] = "storage#objects" };
        if (page.NextPageToken != null)
            body["nextPageToken"] = page.NextPageToken;
        if (page.Prefixes.Count > 0)
            body["prefixes"] = new JsonArray([.. page.Prefixes.Select(each => JsonValue.Create(each))]);
        if (page.Items.Count > 0)
            body["items"] = new JsonArray([.. page.Items.Select(each => each.ToJson(request.BaseUrl))]);
        return Reply.Json(body);
    }

    /// <summary>Changes the fields that are named.</summary>
    public async Task<Reply> PatchAsync(GcsRequest request, string bucketName, string name)
    {
        JsonObject resource = await request.ReadJsonAsync();
        return Change(request, bucketName, name, fields => fields.Patched(resource));
    }

    /// <summary>Replaces all fields.</summary>
    public async Task<Reply> UpdateAsync(GcsRequest request, string bucketName, string name)
    {
        ObjectFields fields = ObjectFields.None.Patched(await request.ReadJsonAsync());
        return Change(request, bucketName, name, _ => fields);
    }

    public Reply Delete(GcsRequest request, string bucketName, string name)
    {
        buckets.Get(bucketName).Remove(name, request.Number("generation"), Conditions.Of(request));
        return new Reply(204);
    }

    public static Reply Resource(GcsRequest request, StoredObject stored) =>
        Reply.Json(stored.ToJson(request.BaseUrl)).With("ETag", stored.ETag);

    private Reply Change(GcsRequest request, string bucketName, string name, Func<ObjectFields, ObjectFields> change) =>
        Resource(request, buckets.Get(bucketName).Change(name, request.Number("generation"), Conditions.Of(request), change));

    /// <summary>The two headers of HTTP; reads take them too.</summary>
    private static void CheckETag(GcsRequest request, StoredObject found)
    {
        if (request.Header("If-Match") is { } match && !Names(match, found.ETag))
            throw ApiError.ConditionNotMet();
        if (request.Header("If-None-Match") is { } noneMatch && Names(noneMatch, found.ETag))
            throw ApiError.NotModified(found);
    }

    private static bool Names(string header, string etag) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(each => each == "*" || each.Trim('"') == etag);
}
