using System.Globalization;
using System.Text.Json.Serialization;
using ArtifactBuild.Model;

namespace ArtifactBuild.Registries.Records;

/// <summary>
/// <c>head.json</c>: the one mutable truth of a collection. A version exists exactly when it stands here, and one
/// compare-and-swap of this object publishes a version together with all its aliases.
/// </summary>
internal sealed record CollectionHead
{
    /// <summary>The format of this object.</summary>
    public int Format { get; init; } = RegistryJson.Format;

    /// <summary>The type of every version.</summary>
    public required string Type { get; init; }

    /// <summary>Whether the versions are links to versions of other collections; a collection is one or the other as long as it has versions.</summary>
    public bool IsPortfolio { get; init; }

    /// <summary>A text for people about the collection.</summary>
    public string? Description { get; init; }

    /// <summary>The tags of the collection, which are not those of its versions.</summary>
    public List<string> Tags { get; init; } = [];

    /// <summary>When the first version was logged.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The number that the next version gets; numbers are never used again.</summary>
    public int Next { get; init; }

    /// <summary>Each alias and the number of its version.</summary>
    public SortedDictionary<string, int> Aliases { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The versions in ascending order of their numbers.</summary>
    public List<VersionEntry> Versions { get; init; } = [];

    [JsonIgnore]
    public VersionEntry? Newest => Versions.FindLast(entry => entry.DeletedAt is null);

    /// <summary>The head of a collection whose versions are all deleted, as it begins anew: only the numbers go on.</summary>
    public CollectionHead Anew(string type, bool isPortfolio, DateTimeOffset now) => this with
    {
        Type = type,
        IsPortfolio = isPortfolio,
        Description = null,
        Tags = [],
        CreatedAt = now,
    };

    public VersionEntry? Find(string suffix)
    {
        int? number = ArtifactName.IsVersion(suffix, out int version) ? version
            : Aliases.TryGetValue(suffix, out int aliased) ? aliased
            : null;
        return number is null ? null : Versions.Find(entry => entry.Number == number && entry.DeletedAt is null);
    }

    public IEnumerable<string> AliasesOf(VersionEntry entry) =>
        Aliases.Where(alias => alias.Value == entry.Number).Select(alias => alias.Key);

    /// <summary>The head with aliases moved to a version; the same object when they are there already.</summary>
    public CollectionHead WithAliases(VersionEntry entry, IEnumerable<string> aliases)
    {
        var moved = new SortedDictionary<string, int>(Aliases, StringComparer.Ordinal);
        bool changed = false;
        foreach (string alias in aliases)
        {
            changed |= !moved.TryGetValue(alias, out int number) || number != entry.Number;
            moved[alias] = entry.Number;
        }

        return changed ? this with { Aliases = moved } : this;
    }

    /// <summary>The head without some aliases of a version; aliases that have moved on meanwhile stay.</summary>
    public CollectionHead WithoutAliases(VersionEntry entry, IEnumerable<string> aliases)
    {
        string[] gone = [.. aliases.Where(alias => Aliases.TryGetValue(alias, out int number) && number == entry.Number)];
        if (gone.Length == 0)
            return this;
        var left = new SortedDictionary<string, int>(Aliases, StringComparer.Ordinal);
        foreach (string alias in gone)
            left.Remove(alias);
        return this with { Aliases = left };
    }

    /// <summary>The head with another entry for a version.</summary>
    public CollectionHead WithEntry(VersionEntry entry) =>
        this with { Versions = [.. Versions.Select(present => present.Number == entry.Number ? entry : present)] };

    /// <summary>The head with one more version.</summary>
    public CollectionHead WithVersion(VersionEntry entry) =>
        this with { Next = entry.Number + 1, Versions = [.. Versions, entry] };
}

/// <summary>What never changes about a version.</summary>
internal sealed record VersionEntry
{
    /// <summary>The number in <c>v0, v1, …</c>.</summary>
    public required int Number { get; init; }

    /// <summary>The id, unique in every registry.</summary>
    public required string Id { get; init; }

    /// <summary>W&amp;B's digest of the manifest.</summary>
    public required string Digest { get; init; }

    /// <summary>The SHA-256 of the stored manifest.</summary>
    public required string Manifest { get; init; }

    /// <summary>The sum of the entries' sizes in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The number of entries.</summary>
    public required int Count { get; init; }

    /// <summary>When it was logged.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of the run that logged it, if one did.</summary>
    public string? Run { get; init; }

    /// <summary>When it was deleted. The number is not used again, and the bytes go with the next garbage collection.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>In a portfolio: the version that this one is a link to.</summary>
    public LinkSource? Source { get; init; }

    [JsonIgnore]
    public string Version => string.Create(CultureInfo.InvariantCulture, $"v{Number}");

    [JsonIgnore]
    public Sha256Digest ManifestSha256 => Sha256Digest.Parse(Manifest);
}

/// <summary>The version that a link leads to.</summary>
/// <param name="Collection">The qualified name of the collection in which it was logged.</param>
/// <param name="Number">Its number there.</param>
internal sealed record LinkSource(string Collection, int Number);
