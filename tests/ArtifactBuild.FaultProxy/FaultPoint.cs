using System.Globalization;

namespace ArtifactBuild.Faults;

/// <summary>
/// A place inside a message. A place past the end of a message falls on its last byte, so a cut always leaves
/// the message unfinished; in a message without a body it falls in the head.
/// </summary>
public readonly record struct FaultPoint
{
    private FaultPoint(bool head, long bytes, double? part) => (IsHead, Bytes, Fraction) = (head, bytes, part);

    internal bool IsHead { get; }

    internal long Bytes { get; }

    internal double? Fraction { get; }

    /// <summary>After so many bytes of the head.</summary>
    /// <param name="bytes">0 is before the first byte.</param>
    /// <returns>The place.</returns>
    public static FaultPoint InHead(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new(true, bytes, null);
    }

    /// <summary>After the head and so many bytes of the body; the framing of chunks does not count.</summary>
    /// <param name="bytes">0 is between head and body.</param>
    /// <returns>The place.</returns>
    public static FaultPoint InBody(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new(false, bytes, null);
    }

    /// <summary>After this part of the body, or of its first chunk when the length is not told beforehand.</summary>
    /// <param name="part">From 0 to 1.</param>
    /// <returns>The place.</returns>
    public static FaultPoint Part(double part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(part, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, 1);
        return new(false, 0, part);
    }

    /// <inheritdoc/>
    public override string ToString() => Fraction is { } part
        ? string.Create(CultureInfo.InvariantCulture, $"{part:0.###} of the body")
        : string.Create(CultureInfo.InvariantCulture, $"byte {Bytes} of the {(IsHead ? "head" : "body")}");
}
