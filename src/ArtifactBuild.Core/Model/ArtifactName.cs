using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Model;

/// <summary>The qualified name of a collection, or of one of its versions: <c>entity/project/collection[:version-or-alias]</c>.</summary>
/// <param name="Entity">The person or team that owns the project.</param>
/// <param name="Project">The project that holds the collection.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Suffix">A version such as <c>v3</c>, an alias, or nothing.</param>
public sealed record ArtifactName(string Entity, string Project, string Collection, string? Suffix = null)
{
    private static readonly SearchValues<char> NotInPlaces = SearchValues.Create("/\\#?%:*\"<>|");

    /// <summary>The project of names that do not give one, as in W&amp;B.</summary>
    public const string DefaultProject = ReferenceRequest.DefaultProject;

    /// <summary>The entity of names that do not give one.</summary>
    public const string DefaultEntity = ReferenceRequest.DefaultEntity;

    /// <summary>The alias that every logged version takes.</summary>
    public const string Latest = "latest";

    /// <summary>The name without version or alias.</summary>
    public string CollectionName => $"{Entity}/{Project}/{Collection}";

    /// <summary>
    /// Reads <c>[[entity/]project/]collection[:version-or-alias]</c>: split once at the first colon, then at the slashes
    /// left of it.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultEntity">The entity when the text gives none.</param>
    /// <param name="defaultProject">The project when the text gives none.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArtifactException">ART1001: the text is not of this form.</exception>
    public static ArtifactName Parse(string text, string defaultEntity = DefaultEntity, string defaultProject = DefaultProject) =>
        TryParse(text, defaultEntity, defaultProject, out ArtifactName? name, out string? reason)
            ? name
            : throw new ArtifactException(
                ArtifactCodes.InvalidName,
                $"“{LogicalPath.Printable(text)}” is not the name of an artifact: {reason}. Write [[entity/]project/]name[:version-or-alias].");

    /// <summary>Reads a name without throwing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultEntity">The entity when the text gives none.</param>
    /// <param name="defaultProject">The project when the text gives none.</param>
    /// <param name="name">The name.</param>
    /// <param name="reason">Why the text is none.</param>
    /// <returns>Whether the text is a name.</returns>
    public static bool TryParse(
        string text,
        string defaultEntity,
        string defaultProject,
        [NotNullWhen(true)] out ArtifactName? name,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string? suffix = colon < 0 ? null : text[(colon + 1)..];
        string[] parts = (colon < 0 ? text : text[..colon]).Split('/');
        if (parts.Length > 3)
        {
            reason = "it has more than three parts";
            return false;
        }

        string entity = parts.Length > 2 ? parts[^3] : defaultEntity;
        string project = parts.Length > 1 ? parts[^2] : defaultProject;
        reason = WrongPlace(entity, "entity") ?? WrongPlace(project, "project") ?? WrongCollection(parts[^1]);
        if (reason is null && suffix is not null)
            reason = WrongSuffix(suffix);
        if (reason is not null)
            return false;
        name = new ArtifactName(entity, project, parts[^1], suffix);
        return true;
    }

    /// <summary>Whether a suffix is a version: <c>v</c> and ASCII digits.</summary>
    /// <param name="suffix">The suffix.</param>
    /// <param name="number">The number of the version.</param>
    /// <returns>Whether it is a version rather than an alias.</returns>
    public static bool IsVersion([NotNullWhen(true)] string? suffix, out int number)
    {
        number = -1;
        return suffix is ['v', .. { Length: > 0 } digits]
            && digits.All(char.IsAsciiDigit)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The whole name, as <see cref="Parse"/> reads it.</summary>
    /// <returns><c>entity/project/collection</c> and, if there is one, <c>:suffix</c>.</returns>
    public override string ToString() => Suffix is null ? CollectionName : $"{CollectionName}:{Suffix}";

    /// <summary>
    /// Makes sure that a text can name an artifact: 1 to 128 characters of <c>A–Z a–z 0–9 _ - .</c> (W&amp;B's rule, with the
    /// length limit of 0.19.11, and without the trailing newline that W&amp;B lets through).
    /// </summary>
    internal static void EnsureArtifactName(string name)
    {
        if (WrongCharacters(name) is string reason)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidArtifact,
                $"“{LogicalPath.Printable(name)}” can't name an artifact: {reason}. Use letters, digits, “_”, “-” and “.”, 128 at the most.");
        }
    }

    private static string? WrongCollection(string name) =>
        WrongCharacters(name) ?? (name is "." or ".." ? "the name is a folder's own name" : null);

    private static string? WrongCharacters(string name) => name.Length switch
    {
        0 => "the name is empty",
        > 128 => "the name has more than 128 characters",
        _ => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? null
            : "the name has characters other than ASCII letters, digits, “_”, “-” and “.”",
    };

    /// <summary>
    /// Finds out whether a text can be an entity or a project. Both are folders of the registry, so what a folder can't be called is
    /// refused beside W&amp;B's own list.
    /// </summary>
    /// <returns>Why not, for messages; <see langword="null"/> when it can.</returns>
    internal static string? FindProblemOfPlace(string place) =>
        place.Length is 0 or > 128 ? "is empty or has more than 128 characters"
        : place.AsSpan().ContainsAny(NotInPlaces) || !LogicalPath.IsSafe(place, out _) || place[^1] is '.' or ' ' ? "has characters that a registry can't store"
        : null;

    private static string? WrongPlace(string place, string what) => FindProblemOfPlace(place) is not string problem ? null
        : place.Length is 0 or > 128 ? $"the {what} {problem}"
        : $"the {what} “{LogicalPath.Printable(place)}” {problem}";

    private static string? WrongSuffix(string suffix) => suffix.Length == 0
        ? "nothing follows the colon"
        : AliasText.FindProblem(suffix) is string problem ? $"the version or alias {problem}" : null;
}
