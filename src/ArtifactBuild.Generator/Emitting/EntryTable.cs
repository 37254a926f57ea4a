using System.Globalization;
using System.Text;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>
/// The entries of a reference as generated code holds them: one string literal each, read when the first of them is needed.
/// A constructor call each would cost the compiler and the JIT many times as much.
/// </summary>
internal static class EntryTable
{
    /// <summary>Counts the characters that the literals will have.</summary>
    public static long MeasureRows(EquatableArray<LockedEntry> entries)
    {
        const int SizeAndSeparators = 22;
        long length = 0;
        foreach (LockedEntry entry in entries)
            length += entry.Path.Length + (entry.Sha256?.Length ?? 0) + (entry.Reference?.Length ?? 0) + SizeAndSeparators;

        return length;
    }

    /// <summary>Appends a row: size, SHA-256, path and URI, each on a line of the literal; the URI comes last, because it alone may have line ends.</summary>
    public static void AppendRow(StringBuilder code, LockedEntry entry)
    {
        code.Append('"');
        if (entry.Size is { } size)
            code.Append(size.ToString(CultureInfo.InvariantCulture));

        code.Append("\\n").Append(entry.Sha256).Append("\\n").AppendLiteral(entry.Path);
        if (entry.Reference is { } reference)
            code.Append("\\n").AppendLiteral(reference);

        code.Append("\",\n");
    }
}
