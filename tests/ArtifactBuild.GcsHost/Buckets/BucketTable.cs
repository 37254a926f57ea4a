using System.Collections.Concurrent;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Buckets;

/// <summary>All buckets of a host.</summary>
internal sealed class BucketTable
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly GenerationClock _clock = new();

    public IEnumerable<Bucket> All => _buckets.Values.OrderBy(each => each.Name, StringComparer.Ordinal);

    public Bucket Get(string name) => _buckets.GetValueOrDefault(name) ?? throw ApiError.NoSuchBucket();

    public Bucket Add(string name)
    {
        if (name.Length is < 3 or > 222 || !name.All(each => char.IsAsciiLetterLower(each) || char.IsAsciiDigit(each) || each is '-' or '_' or '.'))
            throw ApiError.Invalid($"Invalid bucket name: '{name}'");
        var bucket = new Bucket(name, _clock);
        return _buckets.TryAdd(name, bucket)
            ? bucket
            : throw ApiError.Conflict("Your previous request to create the named bucket succeeded and you already own it.");
    }

    public void Remove(Bucket bucket)
    {
        if (!bucket.IsEmpty)
            throw ApiError.Conflict("The bucket you tried to delete is not empty.");
        _buckets.TryRemove(bucket.Name, out _);
    }
}
