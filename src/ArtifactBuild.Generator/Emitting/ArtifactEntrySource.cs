using ArtifactBuild.Generator.Options;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>The source of the type ArtifactEntry, which goes into the user's assembly so that it needs none of ours.</summary>
internal static class ArtifactEntrySource
{
    public static string Write(AccessorStyle style)
    {
        string orNull = style.HasNullable ? "?" : "";
        return GeneratedFile.Header(style) + $$"""
            namespace {{style.Namespace}}
            {
                /// <summary>An entry of an artifact that the lockfile pins, and the file that the build copies to the output for it.</summary>
                {{GeneratedFile.Attributes}}
                {{style.Visibility}} sealed class ArtifactEntry
                {
                    private readonly string{{orNull}} _reference;

                    private ArtifactEntry(string artifactName, string artifactVersion, string folder, string[] fields)
                    {
                        ArtifactName = artifactName;
                        ArtifactVersion = artifactVersion;
                        if (fields[0].Length > 0)
                            Size = long.Parse(fields[0], global::System.Globalization.CultureInfo.InvariantCulture);
                        if (fields[1].Length > 0)
                            Sha256 = fields[1];

                        Path = fields[2];
                        RelativePath = folder + fields[2];
                        if (fields.Length > 3)
                            _reference = fields[3];
                    }

                    /// <summary>Gets the qualified name of the artifact.</summary>
                    public string ArtifactName { get; }

                    /// <summary>Gets the version of the artifact.</summary>
                    public string ArtifactVersion { get; }

                    /// <summary>Gets the path in the artifact, with forward slashes.</summary>
                    public string Path { get; }

                    /// <summary>Gets the name of the file, which is the last part of <see cref="Path"/>.</summary>
                    public string Name => Path.Substring(Path.LastIndexOf('/') + 1);

                    /// <summary>Gets the path under the output folder, with forward slashes.</summary>
                    public string RelativePath { get; }

                    /// <summary>Gets the full path of the file beside the running program.</summary>
                    public string FullPath => Locate(RelativePath);

                    /// <summary>Gets the size in bytes; null for a reference whose size is not known.</summary>
                    public long? Size { get; }

                    /// <summary>Gets the SHA-256 in lower-case hex; null for a reference.</summary>
                    public string{{orNull}} Sha256 { get; }

                    /// <summary>Gets the URI that a reference points to; null for a file, and when the reference is no URI.</summary>
                    public global::System.Uri{{orNull}} Uri =>
                        global::System.Uri.TryCreate(_reference, global::System.UriKind.RelativeOrAbsolute, out var uri) ? uri : null;

                    /// <summary>Opens the file for reading.</summary>
                    /// <returns>The stream, which the caller disposes.</returns>
                    /// <exception cref="global::System.IO.FileNotFoundException">The file is not in the output.</exception>
                    public global::System.IO.FileStream OpenRead() => Open(4096);

                    /// <summary>Reads the whole file.</summary>
                    /// <returns>The bytes.</returns>
                    /// <exception cref="global::System.IO.FileNotFoundException">The file is not in the output.</exception>
                    public byte[] ReadAllBytes()
                    {
                        try
                        {
                            return global::System.IO.File.ReadAllBytes(FullPath);
                        }
                        catch (global::System.IO.IOException exception) when (IsMissing(exception))
                        {
                            throw MakeMissing(exception);
                        }
                    }

                    /// <summary>Says whether the file is in the output and has the pinned size and SHA-256.</summary>
                    /// <returns>Whether it has; false also when there is no file.</returns>
                    /// <exception cref="global::System.InvalidOperationException">The entry is a reference, which has no SHA-256.</exception>
                    public bool Verify()
                    {
                        if (Sha256 == null)
                            throw new global::System.InvalidOperationException(
                                "The entry " + this + " is a reference to " + _reference + ". The lockfile has no SHA-256 of it, so it cannot be verified.");
                        if (!global::System.IO.File.Exists(FullPath))
                            return false;

                        using (var stream = Open(128 * 1024))
                        using (var sha256 = global::System.Security.Cryptography.SHA256.Create())
                        {
                            return stream.Length == Size
                                && global::System.BitConverter.ToString(sha256.ComputeHash(stream)).Replace("-", "").ToLowerInvariant() == Sha256;
                        }
                    }

                    /// <summary>Gives the artifact, the version and the path.</summary>
                    /// <returns>The text.</returns>
                    public override string ToString() => ArtifactName + ":" + ArtifactVersion + "/" + Path;

                    internal static string Locate(string relativePath) => global::System.IO.Path.Combine(
                        global::System.AppContext.BaseDirectory,
                        relativePath.Replace('/', global::System.IO.Path.DirectorySeparatorChar));

                    private global::System.IO.FileStream Open(int bufferSize)
                    {
                        try
                        {
                            return new global::System.IO.FileStream(
                                FullPath, global::System.IO.FileMode.Open, global::System.IO.FileAccess.Read, global::System.IO.FileShare.Read, bufferSize);
                        }
                        catch (global::System.IO.IOException exception) when (IsMissing(exception))
                        {
                            throw MakeMissing(exception);
                        }
                    }

                    private static bool IsMissing(global::System.IO.IOException exception) =>
                        exception is global::System.IO.FileNotFoundException || exception is global::System.IO.DirectoryNotFoundException;

                    private global::System.IO.FileNotFoundException MakeMissing(global::System.IO.IOException inner) => new global::System.IO.FileNotFoundException(
                        "The file '" + Path + "' of the artifact " + ArtifactName + " " + ArtifactVersion + " is not at '" + FullPath + "'. "
                            + (_reference == null
                                ? "The build copies it there: check that the program was built or published with its ArtifactReference, and that CopyToOutputDirectory and CopyToPublishDirectory of that item are not Never."
                                : "It is a reference to " + _reference + ", which the build copies there only when it can read that URI; the build log says why it could not."),
                        FullPath,
                        inner);

                    internal sealed class Table
                    {
                        private readonly ArtifactEntry[] _entries;
                        private global::System.Collections.Generic.Dictionary<string, ArtifactEntry>{{orNull}} _byPath;

                        internal Table(string artifactName, string artifactVersion, string folder, int count, string[] rows)
                        {
                            _entries = new ArtifactEntry[count];
                            int next = 0;
                            foreach (var several in rows)
                                foreach (var row in several[0] == '\u0001' ? new[] { several.Substring(1) } : several.Split('\u0001'))
                                    _entries[next++] = new ArtifactEntry(artifactName, artifactVersion, folder, row.Split(new[] { '\n' }, 4));

                            Entries = global::System.Array.AsReadOnly(_entries);
                        }

                        internal global::System.Collections.Generic.IReadOnlyList<ArtifactEntry> Entries { get; }

                        internal ArtifactEntry this[int index] => _entries[index];

                        internal global::System.Collections.Generic.IReadOnlyList<ArtifactEntry> Slice(int start, int count) =>
                            new global::System.Collections.ObjectModel.ReadOnlyCollection<ArtifactEntry>(
                                new global::System.ArraySegment<ArtifactEntry>(_entries, start, count));

                        internal ArtifactEntry{{orNull}} Find(string path)
                        {
                            var byPath = _byPath;
                            if (byPath == null)
                            {
                                byPath = new global::System.Collections.Generic.Dictionary<string, ArtifactEntry>(
                                    _entries.Length, global::System.StringComparer.Ordinal);
                                foreach (var entry in _entries)
                                    byPath.Add(entry.Path, entry);

                                _byPath = byPath;
                            }

                            return byPath.TryGetValue(path, out var found) ? found : null;
                        }
                    }
                }
            }

            """;
    }
}
