using System.Globalization;
using System.Text;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>
/// The entries of a reference as generated code holds them: rows in string literals, read when the first entry is needed. A
/// constructor call for each would cost the compiler and the JIT many times as much, and a literal for each eight times.
/// </summary>
internal static class EntryTable
{
    // More rows would gain little, and make lines that no editor likes.
    private const int RowsOfLiteral = 64;
    private const char Separator = '\u0001';
    private const string SeparatorInCode = "\\u0001";

    /// <summary>Counts the characters that the literals will have.</summary>
    public static long MeasureRows(EquatableArray<LockedEntry> entries)
    {
        const int SizeAndSeparators = 22;
        long length = 0;
        foreach (LockedEntry entry in entries)
            length += entry.Path.Length + (entry.Sha256?.Length ?? 0) + (entry.Reference?.Length ?? 0) + SizeAndSeparators;

        return length;
    }

    /// <summary>Appends the literals, each on a line.</summary>
    public static void AppendRows(CodeWriter code, EquatableArray<LockedEntry> entries)
    {
        for (int i = 0; i < entries.Count;)
        {
            StringBuilder line = code.Line().Append('"');
            if (HasSeparator(entries[i]))
            {
                // A separator in front says that the rest is one row, with whatever is in it.
                AppendRow(line.Append(SeparatorInCode), entries[i++]);
            }
            else
            {
                AppendRow(line, entries[i++]);
                for (int rows = 1; rows < RowsOfLiteral && i < entries.Count && !HasSeparator(entries[i]); rows++)
                    AppendRow(line.Append(SeparatorInCode), entries[i++]);
            }

            line.Append("\",\n");
        }
    }

    // Only the URI of a reference is any text.
    private static bool HasSeparator(LockedEntry entry) => entry.Reference is { } reference && reference.IndexOf(Separator) >= 0;

    // Size, SHA-256, path and URI, each on a line; the URI comes last, because it alone may have line ends.
    private static void AppendRow(StringBuilder code, LockedEntry entry)
    {
        if (entry.Size is { } size)
            code.Append(size.ToString(CultureInfo.InvariantCulture));

        code.Append("\\n").Append(entry.Sha256).Append("\\n").AppendLiteral(entry.Path);
        if (entry.Reference is { } reference)
            code.Append("\\n").AppendLiteral(reference);
    }
}
