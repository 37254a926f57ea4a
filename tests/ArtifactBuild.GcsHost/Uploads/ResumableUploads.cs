using System.Collections.Concurrent;
using System.Globalization;
using ArtifactBuild.GcsHosting.Buckets;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.Uploads;

/// <summary>The calls of resumable uploads.</summary>
internal sealed class ResumableUploads(BucketTable buckets) : IDisposable
{
    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new(StringComparer.Ordinal);

    public async Task<Reply> StartAsync(GcsRequest request, string bucketName)
    {
        var upload = UploadRequest.Read(request, buckets.Get(bucketName), await request.ReadJsonAsync());
        upload.CheckConditions();
        string? declared = request.Header("X-Upload-Content-Length");
        long? total = null;
        if (declared != null)
        {
            if (!long.TryParse(declared, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                throw ApiError.Invalid("Invalid X-Upload-Content-Length: " + declared);
            total = number;
        }

        string id = Guid.NewGuid().ToString("n");
        _sessions[id] = new UploadSession(upload, total, request.Header("X-Upload-Content-Type"));
        string name = Uri.EscapeDataString(upload.Name);
        return new Reply(200)
            .With("Location", $"{request.BaseUrl}{request.Path}?uploadType=resumable&name={name}&upload_id={id}")
            .With("X-GUploader-UploadID", id);
    }

    public async Task<Reply> PutAsync(GcsRequest request) => await Find(request).PutAsync(request);

    public Reply Cancel(GcsRequest request)
    {
        Find(request).Cancel();
        return new Reply(499);
    }

    public void Dispose()
    {
        foreach (UploadSession session in _sessions.Values)
            session.Dispose();
    }

    private UploadSession Find(GcsRequest request)
    {
        string id = request.Parameter("upload_id") ?? throw ApiError.Required("upload_id", "Required parameter: upload_id");
        return _sessions.GetValueOrDefault(id) ?? throw ApiError.Text(404, "No such upload session.");
    }
}
