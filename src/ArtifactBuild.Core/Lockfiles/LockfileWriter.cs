using System.Globalization;
using System.Text;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>Writes the one text that a lockfile has: equal lockfiles give equal texts on every system.</summary>
internal static class LockfileWriter
{
    /// <summary>Writes a lockfile.</summary>
    /// <param name="lockfile">The lockfile.</param>
    /// <returns>The text, to be stored as UTF-8 without a byte order mark.</returns>
    public static string Write(Lockfile lockfile)
    {
        var text = new StringBuilder(256);
        text.Append("{\n  \"format\": ").Append(Lockfile.CurrentFormat.ToString(CultureInfo.InvariantCulture)).Append(",\n  \"artifacts\": [");
        string separator = "\n";
        foreach (LockedArtifact artifact in lockfile.Artifacts)
        {
            text.Append(separator);
            AppendArtifact(text, artifact);
            separator = ",\n";
        }

        return text.Append(lockfile.Artifacts.Count == 0 ? "]\n}\n" : "\n  ]\n}\n").ToString();
    }

    private static void AppendArtifact(StringBuilder text, LockedArtifact artifact)
    {
        text.Append("    {\n");
        AppendProperty(text, "requested", artifact.Requested);
        AppendProperty(text, "name", artifact.Name);
        AppendProperty(text, "type", artifact.Type);
        AppendProperty(text, "version", artifact.Version);
        AppendProperty(text, "registry", artifact.Registry);
        AppendProperty(text, "digest", artifact.Digest);
        AppendProperty(text, "manifest", artifact.ManifestSha256);

        AppendTexts(text, "aliases", artifact.Aliases);
        // A version without them has no such property: what was written before they were known stays as it is.
        if (artifact.Tags.Count > 0)
            AppendTexts(text, "tags", artifact.Tags);
        if (artifact.Metadata.Count > 0)
            AppendMetadata(text, artifact.Metadata);
        if (artifact.Files is not null)
            AppendProperty(text, "files", artifact.Files);
        if (artifact.PathPrefix is not null)
            AppendProperty(text, "pathPrefix", artifact.PathPrefix);

        if (artifact.HasAccessors)
            AppendEntries(text, artifact.Entries);
        else
            text.Append("      \"accessors\": false\n");

        text.Append("    }");
    }

    private static void AppendTexts(StringBuilder text, string name, EquatableArray<string> values)
    {
        text.Append("      \"").Append(name).Append("\": [");
        string separator = "";
        foreach (string value in values)
        {
            text.Append(separator);
            AppendString(text, value);
            separator = ", ";
        }

        text.Append("],\n");
    }

    // A key on a line, so that two branches that change different keys merge.
    private static void AppendMetadata(StringBuilder text, EquatableArray<LockedProperty> metadata)
    {
        text.Append("      \"metadata\": {");
        string separator = "\n";
        foreach (LockedProperty property in metadata)
        {
            text.Append(separator).Append("        ");
            AppendString(text, property.Name);
            text.Append(": ");
            LockedValueWriter.Append(text, property.Value);
            separator = ",\n";
        }

        text.Append("\n      },\n");
    }

    private static void AppendEntries(StringBuilder text, EquatableArray<LockedEntry> entries)
    {
        text.Append("      \"entries\": [");
        string separator = "\n";
        foreach (LockedEntry entry in entries)
        {
            text.Append(separator).Append("        { \"path\": ");
            AppendString(text, entry.Path);
            if (entry.Size is { } size)
                text.Append(", \"size\": ").Append(size.ToString(CultureInfo.InvariantCulture));

            text.Append(entry.Reference is null ? ", \"sha256\": " : ", \"ref\": ");
            AppendString(text, entry.Reference ?? entry.Sha256 ?? "");
            text.Append(" }");
            separator = ",\n";
        }

        text.Append(entries.Count == 0 ? "]\n" : "\n      ]\n");
    }

    private static void AppendProperty(StringBuilder text, string name, string value)
    {
        text.Append("      \"").Append(name).Append("\": ");
        AppendString(text, value);
        text.Append(",\n");
    }

    internal static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        int plain = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c >= ' ' && c != '"' && c != '\\')
                continue;

            text.Append(value, plain, i - plain).Append('\\');
            plain = i + 1;
            switch (c)
            {
                case '\b': text.Append('b'); break;
                case '\t': text.Append('t'); break;
                case '\n': text.Append('n'); break;
                case '\f': text.Append('f'); break;
                case '\r': text.Append('r'); break;
                case '"' or '\\': text.Append(c); break;
                default: text.Append('u').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
            }
        }

        text.Append(value, plain, value.Length - plain).Append('"');
    }
}
