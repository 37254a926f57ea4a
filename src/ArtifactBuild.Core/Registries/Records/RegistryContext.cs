using System.Text.Json.Serialization.Metadata;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries.Records;

/// <summary>What every operation on a registry needs.</summary>
internal sealed record RegistryContext(IObjectStore Store, ArtifactCache Cache, int MaxConcurrency) : IDisposable
{
    private const int MaxAttempts = 3;

    // A head with a hundred thousand versions has some 30 MB.
    private const long MaxObjectSize = 256L * 1024 * 1024;

    /// <summary>Lets as many contents through as may be sent at once, whatever number of logs send them.</summary>
    public SemaphoreSlim Sending { get; } = new(MaxConcurrency);

    /// <summary>What loads references.</summary>
    public ReferenceHandlers References { get; init; } = new(RemoteOptions.Default);

    /// <summary>Who is told how far transfers are.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>Whether references to files of this machine are followed.</summary>
    public bool AllowFileReferences { get; init; } = Store is DirectoryStore;

    /// <summary>A log touches the objects it finds that are older than this, so that they stay young while it runs.</summary>
    public TimeSpan RefreshAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Says what time it is: what is logged, deleted or saved bears this time, and ages are counted from it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Lets go of the connections of references.</summary>
    public void Dispose()
    {
        References.Dispose();
        Sending.Dispose();
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
        var content = ObjectContent.Of(RegistryJson.Write(value, type));
        return await Store.PutAsync(key, content, condition, cancellationToken).ConfigureAwait(false) is not null;
    }

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
