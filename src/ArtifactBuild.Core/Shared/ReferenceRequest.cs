namespace ArtifactBuild.Shared;

/// <summary>What a reference asks for, with nothing left to defaults: <c>entity/project/name:version-or-alias</c>.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Project">The project.</param>
/// <param name="Name">The name of the collection.</param>
/// <param name="Suffix">The version, such as <c>v3</c>, or the alias.</param>
internal sealed record ReferenceRequest(string Entity, string Project, string Name, string Suffix)
{
    /// <summary>The entity of a reference that names none.</summary>
    public const string DefaultEntity = "default";

    /// <summary>The project of a reference that names none.</summary>
    public const string DefaultProject = "uncategorized";

    private const string DefaultSuffix = "latest";

    /// <summary>Makes the lockfile's <c>requested</c> text from what a reference item says.</summary>
    /// <param name="include">The item, <c>[[entity/]project/]name[:version-or-alias]</c>.</param>
    /// <param name="version">The metadata <c>Version</c>, <c>v3</c> or <c>3</c>; blank means none.</param>
    /// <param name="alias">The metadata <c>Alias</c>; blank means none.</param>
    /// <param name="defaultEntity">The entity when the item has none; blank means <see cref="DefaultEntity"/>.</param>
    /// <param name="defaultProject">The project when the item has none; blank means <see cref="DefaultProject"/>.</param>
    /// <returns>The text, or null when the item is not well-formed or asks for two different things.</returns>
    public static string? Qualify(string include, string? version, string? alias, string? defaultEntity, string? defaultProject)
    {
        include = include.Trim();
        int colon = include.IndexOf(':');
        string? suffix = colon < 0 ? null : include.Substring(colon + 1);
        string[] parts = (colon < 0 ? include : include.Substring(0, colon)).Split('/');
        if (parts.Length > 3 || !TrySettle(suffix, version, alias, out string settled))
            return null;

        string project = parts.Length > 1 ? parts[parts.Length - 2] : OrDefault(defaultProject, DefaultProject);
        string entity = parts.Length > 2 ? parts[0] : OrDefault(defaultEntity, DefaultEntity);
        string requested = entity + "/" + project + "/" + parts[parts.Length - 1] + ":" + settled;
        return Parse(requested) is null ? null : requested;
    }

    /// <summary>Takes a <c>requested</c> text apart.</summary>
    /// <param name="requested">The text.</param>
    /// <returns>The parts, or null when the text is not of the form <c>entity/project/name:version-or-alias</c>.</returns>
    public static ReferenceRequest? Parse(string requested)
    {
        int colon = requested.IndexOf(':');
        if (colon < 0 || AliasText.FindProblem(requested.Substring(colon + 1)) is not null)
            return null;

        string[] parts = requested.Substring(0, colon).Split('/');
        return parts.Length == 3 && IsPart(parts[0]) && IsPart(parts[1]) && IsPart(parts[2])
            ? new ReferenceRequest(parts[0], parts[1], parts[2], requested.Substring(colon + 1))
            : null;
    }

    /// <summary>Says whether a text is a qualified name, <c>entity/project/name</c>.</summary>
    /// <param name="name">The text.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsQualifiedName(string name)
    {
        string[] parts = name.Split('/');
        return parts.Length == 3 && IsPart(parts[0]) && IsPart(parts[1]) && IsPart(parts[2]);
    }

    private static bool TrySettle(string? suffix, string? version, string? alias, out string settled)
    {
        settled = suffix ?? "";
        if (!string.IsNullOrWhiteSpace(version))
        {
            string wanted = version!.Trim();
            if (wanted[0] != 'v')
                wanted = "v" + wanted;
            if (!IsVersion(wanted) || (suffix is not null && suffix != wanted))
                return false;

            settled = suffix = wanted;
        }

        if (!string.IsNullOrWhiteSpace(alias))
        {
            string wanted = alias!.Trim();
            if (suffix is not null && suffix != wanted)
                return false;

            settled = suffix = wanted;
        }

        if (suffix is null)
            settled = DefaultSuffix;

        return true;
    }

    /// <summary>Says whether a text names a version: <c>v</c> and ASCII digits.</summary>
    internal static bool IsVersion(string text)
    {
        if (text.Length < 2 || text[0] != 'v')
            return false;

        for (int i = 1; i < text.Length; i++)
            if (text[i] is < '0' or > '9')
                return false;

        return true;
    }

    // Parts become folder names, so none may lead elsewhere.
    private static bool IsPart(string part)
    {
        if (part.Length == 0 || part is "." or "..")
            return false;

        foreach (char c in part)
            if (c is '/' or '\\' or ':' || char.IsControl(c))
                return false;

        return true;
    }

    private static string OrDefault(string? value, string fallback) =>
        string.IsNullOrWhiteSpace(value) ? fallback : value!.Trim();
}
