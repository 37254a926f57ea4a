using System.Text.Json.Serialization.Metadata;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries.Records;

/// <summary>A registry as every operation on it needs it: the store, the cache, the limits, and how the registry's own objects are read and changed.</summary>
/// <param name="store">The store that holds everything.</param>
/// <param name="cache">The cache that bytes go through.</param>
/// <param name="maxConcurrency">How many transfers run at once.</param>
internal sealed class RegistryContext(IObjectStore store, ArtifactCache cache, int maxConcurrency) : IDisposable
{
    public static readonly TimeSpan DefaultRefreshAge = TimeSpan.FromHours(1);

    private const int MaxAttempts = 3;

    // A head with a hundred thousand versions has some 30 MB.
    private const long MaxObjectSize = 256L * 1024 * 1024;

    public IObjectStore Store => store;

    public ArtifactCache Cache => cache;

    public int MaxConcurrency => maxConcurrency;

    /// <summary>Lets as many contents through as may be sent at once, whatever number of logs send them.</summary>
    public SemaphoreSlim Sending { get; } = new(maxConcurrency);

    /// <summary>What loads references.</summary>
    public ReferenceHandlers References { get; init; } = new(RemoteOptions.Default);

    /// <summary>Who is told how far transfers are.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>Whether references to files of this machine are followed.</summary>
    public bool AllowFileReferences { get; init; }

    /// <summary>A log touches the objects it finds that are older than this, so that they stay young while it runs.</summary>
    public TimeSpan RefreshAge { get; init; } = DefaultRefreshAge;

    /// <summary>Says what time it is: what is logged, deleted or saved bears this time, and ages are counted from it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Lets go of the connections of references.</summary>
    public void Dispose()
    {
        References.Dispose();
        Sending.Dispose();
    }

    /// <summary>Whether there is a registry at all: an address that is wrong is a better explanation of what is missing than a registry that lost it.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        await Store.HeadAsync(RegistryLayout.Marker, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Writes the object that says that a registry is here, unless it is there: the first log makes the registry.</summary>
    /// <exception cref="ArtifactException">ART2004: a newer version made the registry. ART2005: its marker can't be read.</exception>
    public async Task EnsureExistsAsync(CancellationToken cancellationToken)
    {
        JsonTypeInfo<RegistryMarker> type = RegistryJson.Instance.RegistryMarker;
        if (await ReadAsync(RegistryLayout.Marker, type, cancellationToken).ConfigureAwait(false) is null)
            await WriteAsync(RegistryLayout.Marker, new RegistryMarker(), type, PutCondition.IfAbsent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one of the registry's own objects.</summary>
    /// <returns>The object and its ETag; nothing when it is not there.</returns>
    public async Task<(T Value, string ETag)?> ReadAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            StoredObject? found = await Store.GetAsync(key, null, cancellationToken).ConfigureAwait(false);
            if (found is null)
                return null;
            await using (found.ConfigureAwait(false))
            {
                try
                {
                    byte[] json = await ReadAllAsync(found, key, MaxObjectSize, cancellationToken).ConfigureAwait(false);
                    return (RegistryJson.Read(json, key, type), found.Info.ETag);
                }
                catch (ArtifactException e) when (attempt < MaxAttempts && e.Code is (ArtifactCodes.RegistryMalformed or ArtifactCodes.SizeMismatch))
                {
                    // What was damaged on the way is right the next time.
                }
            }
        }
    }

    /// <summary>Writes one of the registry's own objects.</summary>
    /// <returns>Whether the condition held.</returns>
    public async Task<bool> WriteAsync<T>(
        string key, T value, JsonTypeInfo<T> type, PutCondition condition, CancellationToken cancellationToken)
    {
        var content = UploadSource.Of(RegistryJson.Write(value, type));
        return await Store.PutAsync(key, content, condition, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Reads a head and makes sure that it is consistent in itself.</summary>
    public async Task<(CollectionHead Value, string ETag)?> ReadHeadAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        string key = RegistryLayout.Head(name);
        (CollectionHead Value, string ETag)? found = await ReadAsync(key, RegistryJson.Instance.CollectionHead, cancellationToken).ConfigureAwait(false);
        if (found is not (CollectionHead head, string etag))
            return null;
        int before = -1;
        // A list may hold null, whatever its type says.
        foreach (VersionEntry? entry in head.Versions)
        {
            if (entry is null)
                throw RegistryJson.Malformed(key, "one of its versions is null.");
            bool valid = entry.Number > before && Sha256Digest.TryParse(entry.Manifest, out _) && entry.Size >= 0
                && entry.Id.Length is > 0 and <= 64 && entry.Id.All(char.IsAsciiLetterOrDigit);
            if (!valid)
                throw RegistryJson.Malformed(key, $"its version {entry.Number} is not in order or has a malformed id, size or digest.");
            before = entry.Number;
        }

        if (head.Next <= before)
            throw RegistryJson.Malformed(key, "its next number is taken.");
        return (head, etag);
    }

    /// <summary>
    /// Changes one of the registry's mutable objects by compare-and-swap: read, change, write if nobody else did meanwhile; else
    /// from the start, so that no writer's change is lost.
    /// </summary>
    /// <param name="key">The key of the object.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="edit">
    /// Makes the new object from the present one, which is missing when there is none; gives the very same object when there is
    /// nothing to change. May run several times.
    /// </param>
    /// <param name="cancellationToken">Cancels the tries. A write that was sent already may have been carried out.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ArtifactException">ART2011: other writers were faster for too long.</exception>
    public Task<T> EditAsync<T>(string key, JsonTypeInfo<T> type, Func<T?, T> edit, CancellationToken cancellationToken)
        where T : class =>
        CompareAndSwap.RunAsync(
            $"the registry's object “{key}”",
            async () =>
            {
                (T Value, string ETag)? found = await ReadAsync(key, type, cancellationToken).ConfigureAwait(false);
                T? before = found?.Value;
                T after = edit(before);
                if (ReferenceEquals(after, before))
                    return after;
                PutCondition condition = found is null ? PutCondition.IfAbsent : PutCondition.IfMatch(found.Value.ETag);
                return await WriteAsync(key, after, type, condition, cancellationToken).ConfigureAwait(false) ? after : null;
            },
            cancellationToken);

    /// <summary>Reads an object whole, which must not be larger than a limit.</summary>
    public static async Task<byte[]> ReadAllAsync(StoredObject found, string key, long limit, CancellationToken cancellationToken)
    {
        if (found.Info.Size > limit)
            throw RegistryJson.Malformed(key, $"it has {found.Info.Size} bytes, more than the {limit} that are allowed.");
        byte[] bytes = new byte[found.Info.Size];
        int read = await found.Content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return read == bytes.Length
            ? bytes
            : throw new ArtifactException(
                ArtifactCodes.SizeMismatch,
                $"The registry's object “{key}” ended after {read} of {bytes.Length} bytes. Try again; if that does not help, restore it from a backup.");
    }
}
