namespace ArtifactBuild.Storage;

/// <summary>An object that is being read.</summary>
/// <param name="info">What the store knows of it.</param>
/// <param name="content">Its bytes, or the range that was asked for.</param>
public sealed class StoredObject(ObjectInfo info, Stream content) : IAsyncDisposable
{
    /// <summary>What the store knows of the object.</summary>
    public ObjectInfo Info { get; } = info;

    /// <summary>Its bytes, or the range that was asked for; to be read once.</summary>
    public Stream Content { get; } = content;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
