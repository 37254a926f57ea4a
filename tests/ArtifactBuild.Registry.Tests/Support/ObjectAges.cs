using System.Collections.Concurrent;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>
/// By how much objects look older than they are. No server lets a test set the time of an object, so time passes between the
/// store and the registry.
/// </summary>
internal sealed class ObjectAges
{
    private readonly ConcurrentDictionary<string, (string ETag, TimeSpan Age)> _ages = new(StringComparer.Ordinal);

    /// <summary>Whether no object looks older than it is.</summary>
    public bool IsEmpty => _ages.IsEmpty;

    /// <summary>Makes an object older that is there now.</summary>
    public void Add(ObjectInfo info, TimeSpan age) =>
        _ages.AddOrUpdate(info.Key, (info.ETag, age), (_, known) => (info.ETag, known.ETag == info.ETag ? known.Age + age : age));

    /// <summary>An object was written: it is as young as its store says.</summary>
    public void Forget(string key) => _ages.TryRemove(key, out _);

    /// <summary>What a store knows of an object, with the time at which it looks to be written.</summary>
    public ObjectInfo Apply(ObjectInfo info) => _ages.TryGetValue(info.Key, out (string ETag, TimeSpan Age) known) && known.ETag == info.ETag
        ? info with { LastModified = info.LastModified - known.Age }
        : info;
}
