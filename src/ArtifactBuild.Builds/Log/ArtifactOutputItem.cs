using System.Collections.Immutable;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Log;

/// <summary>What one <c>ArtifactOutput</c> item of a project says.</summary>
internal sealed record ArtifactOutputItem
{
    private ArtifactOutputItem(ArtifactName name, string type, string root)
    {
        Name = name;
        Type = type;
        Root = root;
    }

    /// <summary>The qualified name of the collection.</summary>
    public ArtifactName Name { get; }

    /// <summary>What the artifact is.</summary>
    public string Type { get; }

    /// <summary>The absolute path of the folder that the artifact is made of.</summary>
    public string Root { get; }

    /// <summary>Globs of the files below the root; none when the artifact has no files.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>Files and folders that are added whole, under their own names, besides those of <see cref="Files"/>.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>URIs that the artifact refers to.</summary>
    public IReadOnlyList<OutputUri> Uris { get; init; } = [];

    /// <summary>Aliases besides <c>latest</c>.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>Tags of the version.</summary>
    public IReadOnlyList<string> Tags { get; private init; } = [];

    /// <summary>A text for people.</summary>
    public string? Description { get; private init; }

    /// <summary>JSON text of the metadata.</summary>
    public string? Metadata { get; private init; }

    /// <summary>The absolute path of a JSON file of metadata, which <see cref="Metadata"/> overrides key by key.</summary>
    public string? MetadataFile { get; private init; }

    /// <summary>How long a new version lives.</summary>
    public TimeToLive TimeToLive { get; private init; }

    /// <summary>Whether the version adds to the newest one's entries, and overrides those of the same path.</summary>
    public bool Incremental { get; private init; }

    /// <summary>The portfolios that the version is linked into.</summary>
    public ImmutableArray<OutputLink> LinkTo { get; private init; } = [];

    /// <summary>The address of the registry.</summary>
    public string Registry { get; private init; } = "";

    /// <summary>Gives the switch of the tool that stands for a metadata, for messages; <see langword="null"/> for an item of a project.</summary>
    internal Func<string, string>? SwitchOf { get; private init; }

    /// <summary>Reads an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="settings">What the project says for all its items.</param>
    /// <returns>What the item says.</returns>
    /// <exception cref="ArtifactException">
    /// ART1001: the item does not include the name of an artifact. ART1004: another value can't be used. ART4006: an alias or a tag is not allowed.
    /// </exception>
    public static ArtifactOutputItem Read(OutputItem item, BuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(settings);
        string what = $"ArtifactOutput “{item.Include}”";
        var name = ArtifactName.Parse(item.Include, settings.Entity, settings.Project);
        if (name.Suffix is not null)
            throw Invalid($"{what} names a version; logging makes the next one. Give aliases in the metadata Aliases.");
        string type = item.Text("Type") ?? throw Invalid(item.SwitchOf is null
            ? $"{what} has no Type. Say what it is, for example Type=\"model\"."
            : $"{item.SwitchOf("Type")} is blank. Say what the artifact is, for example model.");
        string[] files = item.List("Files");
        if (files.Length == 0 && item.Text("Root") is not null)
            files = ["**/*"];
        else if (files.Length > 0 && Array.TrueForAll(files, glob => glob[0] == '!'))
            files = ["**/*", .. files];
        string[] aliases = item.List("Aliases");
        string[] tags = item.List("Tags");
        // Now, so that a wrong label does not come to light only after all files have been hashed.
        LabelRules.Aliases(aliases);
        LabelRules.Tags(tags);
        return new ArtifactOutputItem(name, type, settings.Absolute(LocalPath(item.Text("Root") ?? ".")))
        {
            Files = files,
            Aliases = aliases,
            Tags = tags,
            Description = item.Text("Description"),
            Metadata = item.Text("Metadata"),
            MetadataFile = item.Text("MetadataFile") is string file ? settings.Absolute(LocalPath(file)) : null,
            TimeToLive = item.Given("TimeToLive", what).ToTimeToLive(),
            Incremental = item.Given("Incremental", what).ToTruth(),
            LinkTo = OutputLink.ReadList(item, name, what),
            Registry = settings.Absolute(item.Text("Registry") ?? settings.Registry),
            SwitchOf = item.SwitchOf,
        };
    }

    /// <summary>Makes sure that the output says what it is made of.</summary>
    /// <exception cref="ArtifactException">ART1004: it does not.</exception>
    internal void EnsureHasContent()
    {
        if (Files.Count == 0 && Paths.Count == 0 && Uris.Count == 0)
            throw Invalid($"ArtifactOutput “{Name}” says neither Root nor Files, and no ArtifactOutputUri belongs to it. Give the folder that it is made of, or globs of files below the project's folder.");
    }

    // The SDK's own properties, such as PublishDir, have backslashes on every system.
    private static string LocalPath(string path) => path.Replace('\\', Path.DirectorySeparatorChar);

    private static ArtifactException Invalid(string message) => new(ArtifactCodes.InvalidOption, message);
}
