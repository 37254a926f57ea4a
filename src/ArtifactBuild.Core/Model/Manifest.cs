using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Model;

/// <summary>The list of an artifact's entries, W&amp;B's manifest version 1.</summary>
/// <remarks>Safe for use from several threads at once.</remarks>
public sealed class Manifest
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ManifestEntry> _entries = new(StringComparer.Ordinal);
    private bool _sealed;

    /// <summary>The number of entries, references included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>The sum of the entries' sizes in bytes; an unknown size counts as 0, references count with their size.</summary>
    public long Size
    {
        get
        {
            lock (_lock)
                return _entries.Values.Sum(entry => entry.Size ?? 0);
        }
    }

    /// <summary>The entries as they are now, in ascending code point order of their paths.</summary>
    public IReadOnlyList<ManifestEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries.Values.OrderBy(entry => entry.Path, LogicalPath.Order)];
        }
    }

    /// <summary>
    /// The artifact's digest: the MD5, in 32 lower-case hexadecimal digits, of a header line and of one line
    /// <c>path:digest</c> for each entry in code point order. Nothing else takes part: no size, reference or metadata.
    /// </summary>
    public string Digest => ComputeDigest(Entries);

    /// <summary>Finds an entry.</summary>
    /// <param name="path">Its path in normal form.</param>
    /// <param name="entry">The entry, if there is one.</param>
    /// <returns>Whether the manifest has an entry of exactly this path.</returns>
    public bool TryGet(string path, [NotNullWhen(true)] out ManifestEntry? entry)
    {
        lock (_lock)
            return _entries.TryGetValue(path, out entry);
    }

    /// <summary>Reads the JSON of a manifest.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArtifactException">ART3006: the text is not a manifest of version 1.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> json) => ManifestReader.Read(json);

    /// <summary>
    /// Writes the canonical JSON: UTF-8, no spare space, keys in a fixed order and entries in code point order, so that equal
    /// manifests have equal bytes.
    /// </summary>
    /// <returns>The text.</returns>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        ManifestWriter.Write(Entries, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Adds entries, all or none. A path that exists with the same digest gets the new entry; with another digest it is
    /// refused unless <paramref name="overwrite"/> is set.
    /// </summary>
    internal void Add(IReadOnlyCollection<ManifestEntry> added, bool overwrite = false)
    {
        lock (_lock)
        {
            EnsureOpen(nameof(Add));
            foreach (ManifestEntry entry in added)
            {
                if (!overwrite && _entries.TryGetValue(entry.Path, out ManifestEntry? present) && present.Digest != entry.Digest)
                {
                    throw new ArtifactException(
                        ArtifactCodes.DuplicatePath,
                        $"The artifact has an entry “{entry.Path}” with other content already. Remove it first, or add with overwrite.");
                }
            }

            foreach (ManifestEntry entry in added)
                _entries[entry.Path] = entry;
        }
    }

    /// <summary>A manifest with these entries and those of another one, which win.</summary>
    internal Manifest With(Manifest other)
    {
        var merged = new Manifest();
        merged.Add([.. Entries]);
        merged.Add([.. other.Entries], overwrite: true);
        return merged;
    }

    /// <summary>Refuses every later change, also of those who began one before.</summary>
    internal void Seal()
    {
        lock (_lock)
            _sealed = true;
    }

    /// <summary>Gives entries another form that means the same, in a sealed manifest too.</summary>
    internal void Rewrite(Func<ManifestEntry, ManifestEntry> rewrite)
    {
        foreach (ManifestEntry entry in Entries)
        {
            ManifestEntry rewritten = rewrite(entry);
            if (ReferenceEquals(rewritten, entry))
                continue;
            lock (_lock)
                _entries[entry.Path] = rewritten;
        }
    }

    internal bool Remove(string path)
    {
        lock (_lock)
        {
            EnsureOpen(nameof(Remove));
            return _entries.Remove(path);
        }
    }

    internal int RemoveBelow(string folder)
    {
        string prefix = folder + "/";
        lock (_lock)
        {
            EnsureOpen(nameof(Remove));
            string[] paths = [.. _entries.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))];
            foreach (string path in paths)
                _entries.Remove(path);
            return paths.Length;
        }
    }

    private void EnsureOpen(string member)
    {
        if (_sealed)
            throw new ArtifactFinalizedException(member);
    }

    private static string ComputeDigest(IReadOnlyList<ManifestEntry> entries)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData("wandb-artifact-manifest-v1\n"u8);
        foreach (ManifestEntry entry in entries)
            md5.AppendData(Encoding.UTF8.GetBytes($"{entry.Path}:{entry.Digest}\n"));
        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }
}
