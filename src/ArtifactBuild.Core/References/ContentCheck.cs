using System.Security.Cryptography;

namespace ArtifactBuild.References;

/// <summary>The checksum that a server promises for the bytes of an object, and that of the bytes which came.</summary>
internal abstract class ContentCheck : IDisposable
{
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the bytes that came have the promised checksum. Called once, at their end.</summary>
    public abstract bool Holds();

    public abstract void Dispose();
}

/// <summary>An MD5, which some stores keep of what was written in one request.</summary>
/// <param name="promised">The MD5.</param>
internal sealed class Md5Check(byte[] promised) : ContentCheck
{
#pragma warning disable CA5351 // The store's own checksum; nothing else is known of the bytes.
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public override bool Holds() => _hash.GetHashAndReset().AsSpan().SequenceEqual(promised);

    public override void Dispose() => _hash.Dispose();
}
