namespace ArtifactBuild.References;

/// <summary>The answer to a request for an object's bytes.</summary>
/// <param name="Info">The object that is there and is the right one.</param>
/// <param name="Body">Its bytes, or the rest of them.</param>
/// <param name="Check">The checksum that the server promises for all the bytes, if it does; disposed by who reads them.</param>
internal sealed record OpenedObject(RemoteObject Info, Stream Body, ContentCheck? Check = null);

/// <summary>An answer that may have no object in it.</summary>
/// <param name="Object">The object, if it is there and has the digest that was asked for.</param>
/// <param name="IsAnother">Whether an object is there that has another digest.</param>
internal readonly record struct OpenAnswer(OpenedObject? Object, bool IsAnother)
{
    /// <summary>There is no such object, or no such version of it.</summary>
    public static OpenAnswer Missing => default;

    /// <summary>The object has another digest.</summary>
    public static OpenAnswer Another => new(null, IsAnother: true);

    public static implicit operator OpenAnswer(OpenedObject opened) => new(opened, IsAnother: false);
}

/// <summary>Where a body broke off.</summary>
/// <param name="Info">The object that was read.</param>
/// <param name="Position">How many of its bytes have come.</param>
internal sealed record BrokenBody(RemoteObject Info, long Position);
