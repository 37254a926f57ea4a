using System.Globalization;
using System.Text;
using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Writes the class of one reference.</summary>
internal sealed class ReferenceWriter(ReferencePlan plan, AccessorStyle style)
{
    // All string literals of an assembly together may have 16 MiB, which is 8 Mi characters; leave room for other references.
    private const int MaxTableLength = 4_000_000;
    private const string Table = "__Data.Table";

    private readonly LockedArtifact _artifact = plan.Artifact;
    private readonly StringBuilder _code = new(4096 + (plan.Artifact.Entries.Count * 448));
    private readonly bool _hasFileMembers = plan.Artifact.Entries.Count <= style.Limit;
    private int _depth = 1;

    public List<NameCollision> Collisions { get; } = [];

    public bool HasTooManyEntries { get; private set; }

    public string Write()
    {
        FolderNode root = FolderNode.Build(_artifact.Entries);
        HasTooManyEntries = EntryTable.MeasureRows(_artifact.Entries) > MaxTableLength;

        _code.Append(GeneratedFile.Header(style)).Append("namespace ").Append(style.Namespace).Append("\n{\n");
        Indent().Append(style.Visibility).Append(" static partial class ").Append(style.ClassName).Append('\n');
        Open();
        AppendClassDocumentation();
        Indent().Append(GeneratedFile.Attributes).Append('\n');
        Indent().Append("public static class ").Append(plan.ClassName).Append('\n');
        Open();
        AppendFacts();
        if (!HasTooManyEntries)
        {
            AppendEntryList(Table + ".Entries", "every entry");
            AppendDoc("Finds an entry by its path in the artifact.");
            Indent().Append("/// <param name=\"path\">The path, with forward slashes.</param>\n");
            Indent().Append("/// <returns>The entry, or null when there is none.</returns>\n");
            Indent().Append("public static ").Append(style.OrNull(style.EntryType)).Append(" Find(string path) => ").Append(Table).Append(".Find(path);\n");
            AppendMembers(root, plan.ClassName);
            AppendTable();
        }

        Close();
        Close();
        return _code.Append("}\n").ToString();
    }

    private void AppendClassDocumentation()
    {
        long size = _artifact.Entries.Sum(static entry => entry.Size ?? 0);
        Indent().Append("/// <summary>The artifact <c>").AppendXml(_artifact.Name).Append("</c>, version <c>").Append(_artifact.Version)
            .Append("</c>, of type <c>").AppendXml(_artifact.Type).Append("</c>: ")
            .Append(_artifact.Entries.Count == 1 ? "1 entry" : _artifact.Entries.Count.ToString("N0", CultureInfo.InvariantCulture) + " entries")
            .Append(", ").Append(ByteSize.Show(size)).Append(".</summary>\n");
        Indent().Append("/// <remarks>Asked for as <c>").AppendXml(_artifact.Requested).Append("</c>; its digest is <c>")
            .Append(_artifact.Digest).Append("</c>.</remarks>\n");
    }

    private void AppendFacts()
    {
        AppendConstant("Name", _artifact.Name, "The qualified name.");
        AppendConstant("Version", _artifact.Version, "The version that the lockfile pins.");
        AppendConstant("Type", _artifact.Type, "The type.");
        AppendConstant("Digest", _artifact.Digest, "The digest of the artifact.");
        AppendConstant("ManifestSha256", _artifact.ManifestSha256, "The SHA-256 of the manifest, which covers every entry.");

        AppendDoc("Gets the aliases that the version had when it was pinned.");
        Indent().Append("public static global::System.Collections.Generic.IReadOnlyList<string> Aliases { get; } = global::System.Array.AsReadOnly(new string[] {");
        foreach (string alias in _artifact.Aliases)
            _code.Append(" \"").AppendLiteral(alias).Append("\",");

        _code.Append(" });\n");
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
        Separate().Append("/// <summary>Gets <c>").AppendXml(entry.Path).Append("</c> of version <c>").Append(_artifact.Version).Append("</c>: ");
        if (entry.Size is { } size)
            _code.Append(ByteSize.Show(size)).Append(", ");
        if (entry.Reference is { } reference)
            _code.Append("a reference to <c>").AppendXml(reference);
        else
            _code.Append("SHA-256 <c>").Append(entry.Sha256);

        _code.Append("</c>.</summary>\n");
        Indent().Append("public static ").Append(style.EntryType).Append(' ').Append(name).Append(" => ").Append(Table)
            .Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append("];\n");
    }

    private void AppendFolder(FolderNode folder, string name)
    {
        Separate().Append("/// <summary>The folder <c>").AppendXml(folder.Path).Append("</c> of version <c>").Append(_artifact.Version).Append("</c>.</summary>\n");
        Indent().Append("public static class ").Append(name).Append('\n');
        Open();
        AppendDirectoryPath(folder.Path);
        AppendEntryList(FormattableString.Invariant($"{Table}.Slice({folder.Start}, {folder.Count})"), "every entry below the folder");
        AppendMembers(folder, name);
        Close();
    }

    private void AppendDirectoryPath(string folder)
    {
        AppendDoc("Gets the full path of the folder that the build copies the files to.");
        Indent().Append("public static string DirectoryPath => ").Append(style.EntryType).Append(".Locate(\"")
            .AppendLiteral(plan.TargetPath).AppendLiteral(folder).Append("\");\n");
    }

    private void AppendEntryList(string value, string what)
    {
        AppendDoc("Gets " + what + ", in the order of their paths.");
        Indent().Append("public static global::System.Collections.Generic.IReadOnlyList<").Append(style.EntryType).Append("> Entries => ")
            .Append(value).Append(";\n");
    }

    private void AppendConstant(string name, string value, string documentation)
    {
        AppendDoc(documentation);
        Indent().Append("public const string ").Append(name).Append(" = \"").AppendLiteral(value).Append("\";\n");
    }

    // The names of members never begin with two underscores, so none of them can hide this class.
    private void AppendTable()
    {
        Separate().Append("private static class __Data\n");
        Open();
        Indent().Append("internal static readonly ").Append(style.EntryType).Append(".Table Table = new ").Append(style.EntryType).Append(".Table(\n");
        _depth++;
        Indent().Append('"').AppendLiteral(_artifact.Name).Append("\", \"").AppendLiteral(_artifact.Version).Append("\", \"")
            .AppendLiteral(plan.TargetPath).Append("\", new string[]\n");
        Open();
        foreach (LockedEntry entry in _artifact.Entries)
            EntryTable.AppendRow(Indent(), entry);

        _depth--;
        Indent().Append("});\n");
        _depth--;
        Close();
    }

    private void AppendDoc(string summary) => Separate().Append("/// <summary>").Append(summary).Append("</summary>\n");

    private StringBuilder Separate()
    {
        if (_code[_code.Length - 2] != '{')
            _code.Append('\n');

        return Indent();
    }

    private StringBuilder Indent() => _code.Append(' ', _depth * 4);

    private void Open()
    {
        Indent().Append("{\n");
        _depth++;
    }

    private void Close()
    {
        _depth--;
        Indent().Append("}\n");
    }
}
