using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ArtifactBuild.Model;

namespace ArtifactBuild.Registry.Tests.Models;

/// <summary>One collection and one portfolio as they should be, in memory.</summary>
internal sealed class RegistryModel
{
    public CollectionModel Data { get; } = new();

    public CollectionModel Portfolio { get; } = new();

    /// <summary>The contents that the registry holds, dead ones included.</summary>
    public HashSet<string> Stored { get; private set; } = [];

    public HashSet<string> Live => [.. Data.Members.Concat(Portfolio.Members).SelectMany(member => member.Version.Files.Values)];

    /// <summary>Contents overlap, so that a blob is often one of several versions.</summary>
    public static SortedDictionary<string, string> Content(int what) => new(StringComparer.Ordinal)
    {
        ["shared.txt"] = $"shared {what / 2}",
        [$"{what % 3}.txt"] = $"own {what}",
        ["always.txt"] = "always",
    };

    /// <returns>Whether there is a new version.</returns>
    public bool Log(SortedDictionary<string, string> files, IEnumerable<string> aliases)
    {
        MemberModel? newest = Data.Members.LastOrDefault();
        bool isNew = newest is null || newest.Version.Digest != new VersionModel(files).Digest;
        MemberModel member = isNew ? Data.Add(new VersionModel(files)) : newest!;
        Data.Move(member, [.. aliases, "latest"]);
        Stored.UnionWith(files.Values);
        return isNew;
    }

    public void Link(MemberModel member, string alias)
    {
        MemberModel link = Portfolio.Members.Find(link => link.Version == member.Version) ?? Portfolio.Add(member.Version, member.Number);
        Portfolio.Move(link, [alias, "latest"]);
    }

    /// <returns>The numbers of the versions whose time is over.</returns>
    public List<int> Expired() =>
        [.. Data.Members.Where(member => member.Version.IsOver && !Portfolio.Members.Exists(link => link.Version == member.Version)).Select(member => member.Number)];

    public void Collect()
    {
        foreach (int number in Expired())
            Data.Delete(Data.Members.Single(member => member.Number == number));
        Stored = Live;
    }
}

/// <summary>The members of a collection that are not deleted, in the order of their numbers.</summary>
internal sealed class CollectionModel
{
    private int _next;

    public List<MemberModel> Members { get; } = [];

    public SortedDictionary<string, int> Aliases { get; } = new(StringComparer.Ordinal);

    public MemberModel Add(VersionModel version, int? source = null)
    {
        var member = new MemberModel(_next, version, source ?? _next);
        _next++;
        Members.Add(member);
        return member;
    }

    public void Move(MemberModel member, IEnumerable<string> aliases)
    {
        foreach (string alias in aliases)
            Aliases[alias] = member.Number;
    }

    public IEnumerable<string> AliasesOf(MemberModel member) =>
        Aliases.Where(alias => alias.Value == member.Number).Select(alias => alias.Key).ToArray();

    public void TakeAliases(MemberModel member)
    {
        foreach (string alias in AliasesOf(member))
            Aliases.Remove(alias);
    }

    public void Delete(MemberModel member)
    {
        TakeAliases(member);
        Members.Remove(member);
    }
}

internal sealed record MemberModel(int Number, VersionModel Version, int Source);

internal sealed class VersionModel(SortedDictionary<string, string> files)
{
    public SortedDictionary<string, string> Files { get; } = files;

    public bool IsOver { get; set; }

    public string Digest { get; } = DigestOf(files);

    // Said once more, from the specification.
    [SuppressMessage("Security", "CA5351", Justification = "W&B's digest is an MD5.")]
    private static string DigestOf(SortedDictionary<string, string> files)
    {
        var lines = new StringBuilder("wandb-artifact-manifest-v1\n");
        foreach ((string path, string content) in files)
            lines.Append(path).Append(':').Append(Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(content)))).Append('\n');
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    public static string BlobOf(string content) => Sha256Digest.Of(Encoding.UTF8.GetBytes(content)).Hex;
}
