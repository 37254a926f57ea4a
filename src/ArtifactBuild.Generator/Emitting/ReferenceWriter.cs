using System.Globalization;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Writes the class of one reference.</summary>
internal sealed class ReferenceWriter(ReferencePlan plan, AccessorStyle style)
{
    // All string literals of an assembly together may have 16 MiB, which is 8 Mi characters; leave room for other references.
    private const int MaxTableLength = 4_000_000;
    private const string Table = "__Data.Table";

    private readonly LockedArtifact _artifact = plan.Artifact;
    private readonly CodeWriter _code = new(4096 + (plan.Artifact.Entries.Count * (HasFileMembersFor(plan.Artifact, style) ? 448 : 128))) { Depth = 1 };
    private readonly bool _hasFileMembers = HasFileMembersFor(plan.Artifact, style);

    public List<NameCollision> Collisions { get; } = [];

    public bool HasTooManyEntries { get; private set; }

    /// <summary>Says whether an artifact has more entries than generated code can hold.</summary>
    public static bool IsTooLarge(LockedArtifact artifact) =>
        EntryTable.MeasureRows(artifact.Entries) + MetadataWriter.Measure(artifact.Metadata) > MaxTableLength;

    /// <summary>Says whether each file of an artifact has a member.</summary>
    public static bool HasFileMembersFor(LockedArtifact artifact, AccessorStyle style) => artifact.Entries.Count <= style.Limit;

    public string Write()
    {
        FolderNode root = FolderNode.Build(_artifact.Entries);
        HasTooManyEntries = IsTooLarge(_artifact);

        _code.Raw(GeneratedFile.Header(style)).Append("namespace ").Append(style.Namespace).Append("\n{\n");
        _code.Line().Append(style.Visibility).Append(" static partial class ").Append(style.ClassName).Append('\n');
        _code.Open();
        AppendClassDocumentation();
        _code.Line().Append(GeneratedFile.Attributes).Append('\n');
        _code.Line().Append("public static class ").Append(plan.ClassName).Append('\n');
        _code.Open();
        AppendFacts();
        if (!HasTooManyEntries)
        {
            AppendEntryList(Table + ".Entries", "every entry");
            _code.Summary("Finds an entry by its path in the artifact.");
            _code.Line().Append("/// <param name=\"path\">The path, with forward slashes.</param>\n");
            _code.Line().Append("/// <returns>The entry, or null when there is none.</returns>\n");
            _code.Line().Append("public static ").Append(style.OrNull(style.EntryType)).Append(" Find(string path) => ").Append(Table).Append(".Find(path);\n");
            AppendMembers(root, plan.ClassName);
            AppendTable();
        }

        _code.Close();
        _code.Close();
        return _code.Raw("}\n").ToString();
    }

    private void AppendClassDocumentation()
    {
        long size = _artifact.Entries.Sum(static entry => entry.Size ?? 0);
        _code.Line().Append("/// <summary>The artifact <c>").AppendXml(_artifact.Name).Append("</c>, version <c>").Append(_artifact.Version)
            .Append("</c>, of type <c>").AppendXml(_artifact.Type).Append("</c>: ")
            .Append(Plural.Text(_artifact.Entries.Count, "entry", "entries", "N0"))
            .Append(", ").Append(ByteSize.Show(size)).Append(".</summary>\n");
        _code.Line().Append("/// <remarks>Asked for as <c>").AppendXml(_artifact.Requested).Append("</c>; its digest is <c>")
            .Append(_artifact.Digest).Append("</c>.</remarks>\n");
    }

    private void AppendFacts()
    {
        _code.Constant("Name", _artifact.Name, "The qualified name.");
        _code.Constant("Version", _artifact.Version, "The version that the lockfile pins.");
        _code.Constant("Type", _artifact.Type, "The type.");
        _code.Constant("Digest", _artifact.Digest, "The digest of the artifact.");
        _code.Constant("ManifestSha256", _artifact.ManifestSha256, "The SHA-256 of the manifest, which covers every entry.");

        LabelWriter.Write(_code, _artifact.Aliases, "Aliases", "Alias", Collisions);
        LabelWriter.Write(_code, _artifact.Tags, "Tags", "Tag", Collisions);
        if (!HasTooManyEntries)
            new MetadataWriter(_code, style, Collisions).Write(_artifact.Metadata);

        AppendDirectoryPath("");
    }

    private void AppendMembers(FolderNode folder, string className)
    {
        string[] names = folder.NameMembers(className, _hasFileMembers, Collisions);
        int next = 0;
        if (_hasFileMembers)
            foreach (int file in folder.Files)
                AppendFile(file, names[next++]);

        // A class per folder is worth it only while there are fewer folders than would be too many files.
        if (_hasFileMembers || folder.FolderCount <= style.Limit)
            foreach (FolderNode child in folder.Folders)
                AppendFolder(child, names[next++]);
    }

    private void AppendFile(int index, string name)
    {
        LockedEntry entry = _artifact.Entries[index];
        _code.Member().Append("/// <summary>Gets <c>").AppendXml(entry.Path).Append("</c> of version <c>").Append(_artifact.Version).Append("</c>: ");
        if (entry.Size is { } size)
            _code.Raw(ByteSize.Show(size)).Append(", ");
        if (entry.Reference is { } reference)
            _code.Raw("a reference to <c>").AppendXml(reference);
        else
            _code.Raw("SHA-256 <c>").Append(entry.Sha256);

        _code.Raw("</c>.</summary>\n");
        _code.Line().Append("public static ").Append(style.EntryType).Append(' ').Append(name).Append(" => ").Append(Table)
            .Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append("];\n");
    }

    private void AppendFolder(FolderNode folder, string name)
    {
        _code.Member().Append("/// <summary>The folder <c>").AppendXml(folder.Path).Append("</c> of version <c>").Append(_artifact.Version).Append("</c>.</summary>\n");
        _code.Line().Append("public static class ").Append(name).Append('\n');
        _code.Open();
        AppendDirectoryPath(folder.Path);
        AppendEntryList(FormattableString.Invariant($"{Table}.Slice({folder.Start}, {folder.Count})"), "every entry below the folder");
        AppendMembers(folder, name);
        _code.Close();
    }

    private void AppendDirectoryPath(string folder)
    {
        _code.Summary("Gets the full path of the folder that the build copies the files to.");
        _code.Line().Append("public static string DirectoryPath => ").Append(style.EntryType).Append(".Locate(\"")
            .AppendLiteral(plan.TargetPath).AppendLiteral(folder).Append("\");\n");
    }

    private void AppendEntryList(string value, string what)
    {
        _code.Summary("Gets " + what + ", in the order of their paths.");
        _code.Line().Append("public static global::System.Collections.Generic.IReadOnlyList<").Append(style.EntryType).Append("> Entries => ")
            .Append(value).Append(";\n");
    }

    // The names of members never begin with two underscores, so none of them can hide this class.
    private void AppendTable()
    {
        _code.Member().Append("private static class __Data\n");
        _code.Open();
        _code.Line().Append("internal static readonly ").Append(style.EntryType).Append(".Table Table = new ").Append(style.EntryType).Append(".Table(\n");
        _code.Depth++;
        _code.Line().Append('"').AppendLiteral(_artifact.Name).Append("\", \"").AppendLiteral(_artifact.Version).Append("\", \"")
            .AppendLiteral(plan.TargetPath).Append("\", ").Append(_artifact.Entries.Count.ToString(CultureInfo.InvariantCulture)).Append(", new string[]\n");
        _code.Open();
        EntryTable.AppendRows(_code, _artifact.Entries);
        _code.Depth--;
        _code.Line().Append("});\n");
        _code.Depth--;
        _code.Close();
    }
}
