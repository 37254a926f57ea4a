using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Http;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>The checksums that a client says its upload has: in the resource, in <c>x-goog-hash</c>, in <c>Content-MD5</c>.</summary>
internal sealed class ExpectedHashes
{
    private readonly List<string> _crc32c = [];
    private readonly List<string> _md5 = [];

    public void Add(JsonObject resource)
    {
        Add(_crc32c, ObjectFields.Text("crc32c", resource["crc32c"]));
        Add(_md5, ObjectFields.Text("md5Hash", resource["md5Hash"]));
    }

    public void Add(GcsRequest request)
    {
        Add(_md5, request.Header("Content-MD5"));
        // One header with commas, or several headers: joined they are the same.
        foreach (string pair in (request.Header("x-goog-hash") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string algorithm = equals < 0 ? pair : pair[..equals];
            List<string> hashes = algorithm switch
            {
                "crc32c" => _crc32c,
                "md5" => _md5,
                _ => throw ApiError.Invalid($"Unknown algorithm in x-goog-hash: {algorithm}"),
            };
            Add(hashes, pair[(equals + 1)..]);
        }
    }

    /// <summary>Throws when the bytes that came are not those that were meant. The real one names the CRC32C first.</summary>
    public void Check(Payload payload)
    {
        if (_crc32c.Find(each => each != payload.Crc32c) is { } crc32c)
            throw ApiError.Invalid($"Provided CRC32C \"{crc32c}\" doesn't match calculated CRC32C \"{payload.Crc32c}\".");
        if (_md5.Find(each => each != payload.Md5) is { } md5)
            throw ApiError.Invalid($"Provided MD5 hash \"{md5}\" doesn't match calculated MD5 hash \"{payload.Md5}\".");
    }

    private static void Add(List<string> hashes, string? hash)
    {
        if (hash != null)
            hashes.Add(hash);
    }
}
