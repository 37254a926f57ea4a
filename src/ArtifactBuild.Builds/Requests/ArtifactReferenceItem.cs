using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Builds.Requests;

/// <summary>What one <c>ArtifactReference</c> item of a project says.</summary>
internal sealed record ArtifactReferenceItem
{
    private ArtifactReferenceItem(ArtifactName name, string registry)
    {
        Name = name;
        Registry = registry;
    }

    /// <summary>The qualified name with the version or alias that is asked for.</summary>
    public ArtifactName Name { get; }

    /// <summary>The address of the registry.</summary>
    public string Registry { get; }

    /// <summary>
    /// The digest that the version must have: W&amp;B's in 32 hex digits, or the SHA-256 of the manifest in 64;
    /// <see langword="null"/> for any.
    /// </summary>
    public string? Digest { get; private init; }

    /// <summary>Whether the digest alone says which version is wanted.</summary>
    internal bool IsByDigest => Digest is not null && Name.Suffix == Digest;

    /// <summary>Globs, separated by semicolons, of the entries that are wanted; <see langword="null"/> for all.</summary>
    public string? Files { get; private init; }

    /// <summary>What the paths of the wanted entries begin with; <see langword="null"/> for anything.</summary>
    public string? PathPrefix { get; private init; }

    /// <summary>The folder below the output, with <c>/</c> and without one at its end.</summary>
    public string TargetPath { get; private init; } = "";

    /// <summary>Whether the generator makes accessors, for which the lockfile lists the entries.</summary>
    public bool Accessors { get; private init; } = true;

    /// <summary>Whether references that can't be loaded are left out.</summary>
    public bool AllowMissingReferences { get; private init; }

    /// <summary>Whether a package of the project brings the files to its users.</summary>
    public bool IsPacked { get; private init; }

    /// <summary>The key of the block in the lockfile.</summary>
    public string Requested => Name.ToString();

    /// <summary>Reads an item.</summary>
    /// <param name="include">What the item includes.</param>
    /// <param name="metadata">Gives the item's metadata by name; empty text where there is none.</param>
    /// <param name="defaults">What the project says for all its items.</param>
    /// <returns>What the item says.</returns>
    /// <exception cref="ArtifactException">ART1001, ART1002, ART1004: the item can't be understood.</exception>
    public static ArtifactReferenceItem Read(string include, Func<string, string?> metadata, BuildSettings defaults)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(defaults);
        string what = $"ArtifactReference “{include}”";
        // The parser gives the precise reason; the generator, which sees the same items, needs only yes or no.
        var stated = ArtifactName.Parse(include, defaults.Entity, defaults.Project);
        string? digest = VersionRequest.ReadDigest(Text(metadata("Digest")), what);
        VersionRequest.EnsureOne(stated.Suffix, Text(metadata("Version")), Text(metadata("Alias")), what);
        // A digest alone says which version is wanted. Beside a version or an alias it says which digest that version must have.
        bool isByDigest = (stated.Suffix ?? Text(metadata("Version")) ?? Text(metadata("Alias"))) is null;
        string requested = ReferenceRequest.Qualify(
            include, metadata("Version"), isByDigest ? digest : metadata("Alias"), defaults.Entity, defaults.Project)
            ?? throw new ArtifactException(
                ArtifactCodes.InvalidName, $"{what} is not the name of an artifact. Write [[entity/]project/]name[:version-or-alias].");
        var name = ArtifactName.Parse(requested, defaults.Entity, defaults.Project);
        EnsureCompilerVisible("The version or alias", name.Suffix!, what);
        return new ArtifactReferenceItem(name, Text(metadata("Registry")) ?? defaults.Registry)
        {
            Digest = digest,
            Files = Text(metadata("Files")),
            PathPrefix = Text(metadata("PathPrefix")),
            TargetPath = ReadTargetPath(Text(metadata("TargetPath")) ?? $"artifacts/{name.Collection}", what),
            Accessors = Given("Accessors").ToTruth(true),
            AllowMissingReferences = Given("AllowMissingReferences").ToTruth(),
            IsPacked = Given("Pack").ToTruth(),
        };

        GivenText Given(string name) => new($"{name} of {what}", metadata(name));
    }

    /// <summary>What a reference must have said for a block to be its pin; where its files go is not known.</summary>
    /// <param name="block">The block.</param>
    /// <param name="registry">The address of the registry.</param>
    internal static ArtifactReferenceItem Of(LockedArtifact block, string registry)
    {
        var name = ArtifactName.Parse(block.Requested);
        return new ArtifactReferenceItem(name, registry)
        {
            Digest = name.Suffix == block.Digest || name.Suffix == block.ManifestSha256 ? name.Suffix : null,
            Files = block.Files,
            PathPrefix = block.PathPrefix,
            TargetPath = block.Requested,
            Accessors = block.HasAccessors,
        };
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string ReadTargetPath(string value, string what)
    {
        EnsureCompilerVisible("TargetPath", value, what);
        string path = LogicalPath.Normalize(value.Replace('\\', '/'));
        return path == "." || LogicalPath.IsSafe(path, out string? reason)
            ? path
            : throw new ArtifactException(
                ArtifactCodes.InvalidOption,
                $"TargetPath=“{value}” of {what} {reason}. Give a folder relative to the output, such as models/resnet50.");
    }

    // The generator gets these in one property of a text file (docs/accessors.md), where “|” and “>” separate values, and “#” and “;” begin a comment.
    private static void EnsureCompilerVisible(string option, string value, string what)
    {
        int at = value.AsSpan().IndexOfAny("|>#;");
        if (at >= 0)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidOption,
                $"{option} “{value}” of {what} has “{value[at]}”, which the compiler can't be told. Do without “|”, “>”, “#” and “;”.");
        }
    }
}
