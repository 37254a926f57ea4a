using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Builds.Settings;

/// <summary>
/// What a user wrote for an option or for the metadata of an item. It is read in one way wherever it stands, and what makes no
/// sense is ART1004.
/// </summary>
/// <param name="Where">Where it stands, for messages: <c>The property ArtifactOffline</c>, <c>--max-size</c>.</param>
/// <param name="Text">The text; blank or <see langword="null"/> when there is none.</param>
internal readonly record struct GivenText(string Where, string? Text)
{
    /// <summary>Whether a blank text is a slip, as behind a switch that was typed; else it says nothing, as in a property.</summary>
    public bool IsTyped { get; init; }

    /// <summary>The text without space around it; <see langword="null"/> when there is none.</summary>
    public string? Value => Text?.Trim() is string text && (IsTyped || text.Length > 0) ? text : null;

    /// <summary>The values of a list.</summary>
    public string[] List => ListText.Read(Text);

    /// <summary>Reads a truth value.</summary>
    /// <param name="otherwise">The value when nothing is written.</param>
    /// <exception cref="ArtifactException">ART1004: it is neither true nor false.</exception>
    public bool ToTruth(bool otherwise = false) =>
        Value is not string text ? otherwise : TruthValue.Read(text) ?? throw Invalid(TruthValue.Form);

    /// <summary>Reads a whole number.</summary>
    /// <param name="otherwise">The number when nothing is written.</param>
    /// <exception cref="ArtifactException">ART1004: it is no number, or negative.</exception>
    public int ToCount(int otherwise = 0) =>
        Value is not string text ? otherwise : Count.Read(text) ?? throw Invalid(Count.Form);

    /// <summary>Reads a whole number from 1.</summary>
    /// <param name="otherwise">The number when nothing is written.</param>
    /// <exception cref="ArtifactException">ART1004: it is no number, or less than 1.</exception>
    public int ToPositiveCount(int otherwise) => ToCount(otherwise) is > 0 and int count ? count : throw Invalid("a whole number from 1");

    /// <summary>Reads a duration.</summary>
    /// <returns>The duration; <see langword="null"/> when nothing is written.</returns>
    /// <exception cref="ArtifactException">ART1004: it is none.</exception>
    public TimeSpan? ToDuration() =>
        Value is not string text ? null : Duration.Read(text) ?? throw Invalid(Duration.Form);

    /// <summary>Reads a size.</summary>
    /// <returns>The number of bytes; <see langword="null"/> when nothing is written.</returns>
    /// <exception cref="ArtifactException">ART1004: it is none.</exception>
    public long? ToBytes() =>
        Value is not string text ? null : ByteQuantity.Read(text) ?? throw Invalid(ByteQuantity.Form);

    /// <summary>Reads a time to live: a duration that is not zero, <c>inherit</c> or <c>disabled</c>.</summary>
    /// <returns>The time to live; that of the registry when nothing is written.</returns>
    /// <exception cref="ArtifactException">ART1004: it is none of these.</exception>
    public TimeToLive ToTimeToLive() => Value?.ToUpperInvariant() switch
    {
        null or "INHERIT" => TimeToLive.Inherit,
        "DISABLED" => TimeToLive.Disabled,
        string text => Duration.Read(text) is TimeSpan duration && duration > TimeSpan.Zero
            ? TimeToLive.Of(duration)
            : throw Invalid($"{Duration.Form}, or inherit or disabled"),
    };

    private ArtifactException Invalid(string form) =>
        new(ArtifactCodes.InvalidOption, $"{Where} is “{LogicalPath.Printable(Text!)}”. Give {form}.");
}
