using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ArtifactBuild.Model;

/// <summary>A SHA-256 in lower-case hexadecimal, checked when it is made, so that it may safely become part of a path.</summary>
public readonly record struct Sha256Digest
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private Sha256Digest(string hex) => _hex = hex;

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="InvalidOperationException">The value is the default, which is not a digest.</exception>
    public string Hex => _hex ?? throw new InvalidOperationException("The digest was never set.");

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digest">The digest, when the text is one.</param>
    /// <returns>Whether the text is a SHA-256 in this form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sha256Digest digest)
    {
        bool valid = text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(LowerHex);
        digest = valid ? new Sha256Digest(text!) : default;
        return valid;
    }

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="FormatException">The text is not a SHA-256 in this form.</exception>
    public static Sha256Digest Parse(string text) =>
        TryParse(text, out Sha256Digest digest) ? digest : throw new FormatException("Not a SHA-256 in lower-case hexadecimal.");

    /// <summary>Computes the digest of bytes in memory.</summary>
    /// <param name="content">The bytes.</param>
    /// <returns>Their digest.</returns>
    public static Sha256Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>Takes the 32 bytes of a finished hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>The digest.</returns>
    public static Sha256Digest FromHash(ReadOnlySpan<byte> hash) => hash.Length == 32
        ? new Sha256Digest(Convert.ToHexStringLower(hash))
        : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));

    /// <inheritdoc/>
    public override string ToString() => _hex ?? "";
}
