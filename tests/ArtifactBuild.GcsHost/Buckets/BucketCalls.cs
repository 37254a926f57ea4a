using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Buckets;

/// <summary>The calls on buckets.</summary>
internal sealed class BucketCalls(BucketTable table)
{
    public async Task<Reply> InsertAsync(GcsRequest request)
    {
        RequireProject(request);
        JsonObject resource = await request.ReadJsonAsync();
        string name = ObjectFields.Text("name", resource["name"]) ?? throw ApiError.Required("name", "Required field: name");
        Bucket bucket = table.Add(name);
        // Nobody has seen it yet: what it is made with is its first state.
        bucket.Begin(bucket.Fields.Patched(resource));
        return Resource(request, bucket);
    }

    public Reply Get(GcsRequest request, string name)
    {
        Bucket bucket = table.Get(name);
        bucket.Fields.Check(request);
        return Resource(request, bucket);
    }

    public Reply List(GcsRequest request)
    {
        RequireProject(request);
        string prefix = request.Parameter("prefix") ?? "";
        var items = new JsonArray();
        foreach (Bucket bucket in table.All.Where(each => each.Name.StartsWith(prefix, StringComparison.Ordinal)))
            items.Add(bucket.Fields.ToJson(bucket.Name, request.BaseUrl));
        return Reply.Json(new JsonObject { ["kind"] = "storage#buckets", ["items"] = items });
    }

    public async Task<Reply> PatchAsync(GcsRequest request, string name)
    {
        Bucket bucket = table.Get(name);
        JsonObject resource = await request.ReadJsonAsync();
        bucket.Change(fields =>
        {
            fields.Check(request);
            return fields.Patched(resource);
        });
        return Resource(request, bucket);
    }

    public Reply Delete(GcsRequest request, string name)
    {
        Bucket bucket = table.Get(name);
        bucket.Fields.Check(request);
        table.Remove(bucket);
        return new Reply(204);
    }

    private static void RequireProject(GcsRequest request)
    {
        if (string.IsNullOrEmpty(request.Parameter("project")))
            throw ApiError.Required("project", "Required parameter: project");
    }

    private static Reply Resource(GcsRequest request, Bucket bucket) => Reply.Json(bucket.Fields.ToJson(bucket.Name, request.BaseUrl));
}
