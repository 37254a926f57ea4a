using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Log;

/// <summary>An <c>ArtifactOutput</c> or <c>ArtifactOutputUri</c> item as its author wrote it.</summary>
/// <param name="Include">What the item includes.</param>
/// <param name="Metadata">Gives the item's metadata by name; empty text where there is none.</param>
internal sealed record OutputItem(string Include, Func<string, string?> Metadata)
{
    /// <summary>Says where the item stands, for failures that are its fault; by default nowhere.</summary>
    public Func<ArtifactException, ArtifactException> Locate { get; init; } = failure => failure;

    /// <summary>
    /// Gives the values of a metadata that is a list, where a value may have a semicolon in it; by default the text is split at
    /// each of them.
    /// </summary>
    public Func<string, IEnumerable<string>>? Lists { get; init; }

    /// <summary>
    /// Gives the switch of the tool that stands for a metadata, so that messages name what the user typed; by default there are none,
    /// since the item stands in a project.
    /// </summary>
    public Func<string, string>? SwitchOf { get; init; }

    /// <summary>The values of a metadata that is a list.</summary>
    internal string[] List(string name) => Lists is null
        ? ListText.Read(Metadata(name))
        : ListText.Of(Lists(name));

    /// <summary>The text of a metadata, without space around it; <see langword="null"/> where there is none.</summary>
    internal string? Text(string name) => new GivenText(name, Metadata(name)).Value;

    /// <summary>A metadata, to be read as what it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="what">The item, for messages.</param>
    internal GivenText Given(string name, string what) =>
        new(SwitchOf?.Invoke(name) ?? $"{name} of {what}", Metadata(name)) { IsTyped = SwitchOf is not null };
}
