namespace ArtifactBuild.Builds.Settings;

/// <summary>How the text of an option is read.</summary>
internal enum OptionKind
{
    /// <summary>As it stands, without space around it.</summary>
    Text,

    /// <summary>By <see cref="Shared.TruthValue"/>.</summary>
    TruthValue,

    /// <summary>By <see cref="Shared.Count"/>.</summary>
    Count,

    /// <summary>A path that starts in the project's folder, or with the tool in the current one; of a registry also a URI.</summary>
    Path,

    /// <summary>Such paths, by <see cref="ListText.Read"/>.</summary>
    Paths,

    /// <summary>By <see cref="ListText.ReadNames"/>.</summary>
    Names,

    /// <summary>By <see cref="RegistryMirror"/>.</summary>
    Mirrors,
}
